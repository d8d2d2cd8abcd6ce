import { Flex, Text } from '@hubspot/ui-extensions';
import { emptyTitle, unreadNote } from '../company/document-rows.ts';
import { OrdersTable } from '../company/OrdersTable.tsx';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { type FrameProps, SectionFrame } from '../parts/SectionFrame.tsx';

/** As many as somebody on the phone can be asked about at a glance. */
const SHOWN = 5;

interface LastOrdersProps extends FrameProps {
  section: Fine<CompanyView>['orders'];
  openOrder: (orderId: string) => void;
}

/** The customer's newest orders; older ones are found by their number. */
export function LastOrders({ section, openOrder, ...frame }: LastOrdersProps) {
  return (
    <SectionFrame section={section} name="Last orders" {...frame}>
      {({ rows, problems }) => (
        <Flex direction="column" gap="sm">
          <Text format={{ fontWeight: 'bold' }}>
            {rows.length === 0 ? emptyTitle('No orders yet', 'orders', problems) : 'Last orders'}
          </Text>
          {rows.length > 0 && (
            <OrdersTable
              orders={rows.slice(0, SHOWN)}
              openOrder={openOrder}
              nowMs={frame.nowMs}
              format={frame.format}
            />
          )}
          {unreadNote(problems, 'orders').map((note) => (
            <Text key={note} variant="microcopy">
              {note}
            </Text>
          ))}
        </Flex>
      )}
    </SectionFrame>
  );
}
