import { EmptyState, Flex, Text } from '@hubspot/ui-extensions';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { Age, type FrameProps, MissingLine, type Section } from '../parts/SectionFrame.tsx';
import { ageLine } from '../words/age.ts';
import { emptyTitle, unreadNote } from './document-rows.ts';
import { OrdersTable } from './OrdersTable.tsx';
import { orderListOf } from './order-list.ts';

interface OrdersTabProps extends FrameProps {
  view: Fine<CompanyView>;
  openOrder: (orderId: string) => void;
}

/** Open orders, then the newest others, in one table; each of the two sections tells its own age or failure. */
export function OrdersTab({ view, openOrder, ...frame }: OrdersTabProps) {
  const list = orderListOf(view);
  const sections = [
    { name: 'Open orders', section: view.openOrders },
    { name: 'Newest orders', section: view.orders },
  ];
  const ages = sections.flatMap(({ name, section }) =>
    'data' in section ? [{ name, age: ageLine(section, frame, frame.format) }] : [],
  );
  const [first, second] = ages;
  const sameAge = first !== undefined && second !== undefined && first.age.text === second.age.text;
  const note = [
    ...(list.moreOpen ? ['There are more open orders in the ERP.'] : []),
    ...(list.moreOlder ? ['Older orders are in the ERP.'] : []),
    ...unreadNote(list.problems, 'orders'),
  ].join(' ');
  const isEmpty = list.rows.length === 0 && 'data' in view.orders;
  const isUnread = isEmpty && list.problems.length > 0;
  const missing = (name: string, section: Section<unknown>) =>
    'data' in section ? null : <MissingLine section={section} name={name} compact={list.rows.length > 0} {...frame} />;
  if (isSameGap(view.openOrders, view.orders)) return missing('Orders', view.openOrders);
  return (
    <Flex direction="column" gap="sm">
      {missing('Open orders', view.openOrders)}
      {list.rows.length > 0 && (
        <OrdersTable orders={list.rows} openOrder={openOrder} nowMs={frame.nowMs} format={frame.format} />
      )}
      {isEmpty && (
        <EmptyState title={emptyTitle('No orders yet', 'orders', list.problems)} layout="vertical" flush>
          <Text>
            {isUnread
              ? note
              : 'The ERP has no order of this customer. A won deal can be sent from its “Send to ERP” tab.'}
          </Text>
        </EmptyState>
      )}
      {note !== '' && !isUnread && <Text variant="microcopy">{note}</Text>}
      {missing('Newest orders', view.orders)}
      {sameAge ? (
        <Age {...first.age} />
      ) : (
        ages.map(({ name, age }) => <Age key={name} tone={age.tone} text={`${name} ${age.text}`} />)
      )}
    </Flex>
  );
}

/** Both lists are on their way, or both fail for the same reason: that is said once. */
const isSameGap = (one: Section<unknown>, other: Section<unknown>): boolean =>
  (one.state === 'loading' && other.state === 'loading') ||
  (one.state === 'failed' && other.state === 'failed' && one.error.message === other.error.message);
