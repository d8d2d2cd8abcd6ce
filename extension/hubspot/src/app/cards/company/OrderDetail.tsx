import { Button, Flex, StepIndicator, Text } from '@hubspot/ui-extensions';
import type { OrderView } from '../contracts/card-api.ts';
import type { Invoice } from '../contracts/invoice.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { RefreshButton } from '../parts/RefreshButton.tsx';
import { SectionFrame } from '../parts/SectionFrame.tsx';
import { StatusWord } from '../parts/StatusWord.tsx';
import { paceOfSections } from '../poll.ts';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { InvoicesTable } from './InvoicesTable.tsx';
import { OrderLines } from './OrderLines.tsx';
import { OrderShipments } from './OrderShipments.tsx';
import { timelineOf } from './order-timeline.ts';
import { readAloud } from './read-aloud.ts';

interface OrderDetailProps {
  gateway: Gateway;
  companyId: string;
  orderId: string;
  /** The customer's documents that are known; those of this order are shown with it. */
  invoices: readonly Invoice[];
  format: Format;
  isAdmin: boolean;
  copyText: (text: string) => void;
  back: () => void;
}

/** One order in the place of the lists: how it stands in words to read aloud, its life, its lines, what has left and what was billed. */
export function OrderDetail({
  gateway,
  companyId,
  orderId,
  invoices,
  format,
  isAdmin,
  copyText,
  back,
}: OrderDetailProps) {
  const { answer, problem, asking, nowMs, answeredAtMs, goesOn, refresh } = useWatch<Fine<OrderView>>(
    orderId,
    (anew) => gateway.order(companyId, orderId, anew),
    ({ order }) => paceOfSections([order]),
  );
  const documents = invoices.filter((invoice) => invoice.orderId === orderId);
  const frame = { nowMs, answeredAtMs, format, goesOn, asking, refresh, copyText };
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" gap="md" align="center" justify="between">
        <Flex direction="row" gap="md" align="center">
          <Button variant="secondary" size="xs" onClick={back}>
            Back
          </Button>
          <Text format={{ fontWeight: 'bold' }}>Order {orderId}</Text>
        </Flex>
        {answer !== null && <RefreshButton asking={asking} refresh={refresh} />}
      </Flex>
      {answer !== null && problem !== null && (
        <ProblemPanel {...{ problem, copyText, asking }} about={`Order ${orderId}`} onRetry={refresh} />
      )}
      {answer === null ? (
        <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />
      ) : (
        <SectionFrame section={answer.order} name={`Order ${orderId}`} {...frame}>
          {(order) => {
            const { names, current } = timelineOf(order, documents, nowMs, format);
            return (
              <Flex direction="column" gap="md">
                <Flex direction="row" gap="md" align="center" wrap="wrap">
                  <StatusWord status={order.status} erpStatus={order.erpStatus} />
                  <Text>Customer’s number: {order.customerReference ?? 'none'}</Text>
                </Flex>
                <Flex direction="row" gap="sm" align="center" justify="between">
                  <Text>{readAloud(order, nowMs, format)}</Text>
                  <Button variant="secondary" size="xs" onClick={() => copyText(readAloud(order, nowMs, format))}>
                    Copy this answer
                  </Button>
                </Flex>
                <StepIndicator stepNames={names} currentStep={current} circleSize="xs" />
                <OrderLines order={order} nowMs={nowMs} format={format} />
                <OrderShipments order={order} nowMs={nowMs} format={format} copyText={copyText} />
                {documents.length > 0 && (
                  <InvoicesTable
                    page={{ rows: documents, problems: [], nextCursor: null }}
                    nowMs={nowMs}
                    format={format}
                  />
                )}
              </Flex>
            );
          }}
        </SectionFrame>
      )}
    </Flex>
  );
}
