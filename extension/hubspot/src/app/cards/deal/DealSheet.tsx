import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { DealView, PushAnswer, StockView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import type { CardProps } from '../parts/card-props.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { paceOfSections } from '../poll.ts';
import type { Problem } from '../problem.ts';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { Blockers } from './Blockers.tsx';
import { DealLines } from './DealLines.tsx';
import { consequence, wantedByItem } from './deal-total.ts';
import { PushLife } from './PushLife.tsx';
import { newerPush } from './push-words.ts';
import { SendPanel } from './SendPanel.tsx';
import { StockLine } from './StockLine.tsx';
import { useSending } from './use-sending.ts';

interface DealSheetProps {
  gateway: Gateway;
  view: Fine<DealView>;
  /** Why the newest ask for the deal brought nothing. */
  problem: Problem | null;
  nowMs: number;
  asking: boolean;
  refresh: () => void;
  format: Format;
  actions: CardProps['actions'];
  copyText: (text: string) => void;
}

/** Customer, lines, what stands in the way; then the button, or the life of the order that was sent. */
export function DealSheet(props: DealSheetProps) {
  const { gateway, view, problem, nowMs, asking, refresh, format, actions, copyText } = props;
  const { deal, blockers, link } = view;
  const itemIds = [...wantedByItem(deal.lines).keys()];
  const stock = useWatch<Fine<StockView>>(
    itemIds.join('\n'),
    (anew) => gateway.stock(itemIds, anew),
    (answer) => paceOfSections([answer.stock]),
    // A deal without items asks for nothing.
    itemIds.length === 0 ? { ...view, stock: { state: 'fresh', asOf: view.now, data: { items: [] } } } : undefined,
  );
  const { sending, accepted, problem: sendProblem, send } = useSending(gateway, deal.dealId, refresh);

  const push = newerPush(accepted?.push ?? null, view.push);
  const known: Fine<PushAnswer> | null =
    push === null
      ? null
      : accepted?.push === push
        ? accepted
        : { ok: true, correlationId: view.correlationId, now: view.now, link, push };
  const mayResend = push?.state === 'refused';
  const customer = deal.company === null ? 'no company' : deal.company.name;
  return (
    <Flex direction="column" gap="md">
      <Text format={{ fontWeight: 'bold' }}>
        {customer} · {deal.company?.customerId ? `customer ${deal.company.customerId}` : 'not linked to the ERP'} ·{' '}
        {view.erpTitle}
      </Text>
      {problem !== null && <ProblemPanel problem={problem} copyText={copyText} onRetry={refresh} />}
      {deal.lines.length > 0 && (
        <DealLines deal={deal} stock={stock.answer?.stock ?? null} nowMs={nowMs} format={format} />
      )}
      {itemIds.length > 0 && <StockLine watched={stock} format={format} copyText={copyText} />}
      {known !== null && (
        <PushLife
          key={known.push.pushId}
          gateway={gateway}
          initial={known}
          format={format}
          copyText={copyText}
          onWrittenBack={actions.refreshObjectProperties}
        />
      )}
      {(push === null || mayResend) && (
        <>
          <Blockers blockers={blockers} />
          {!link.online && (
            <Alert title="The link to the ERP is down." variant="warning">
              <Text>You can send all the same: your order is kept and goes out by itself when the link is back.</Text>
            </Alert>
          )}
          {sendProblem !== null && <ProblemPanel problem={sendProblem} about="Send to ERP" copyText={copyText} />}
          <SendPanel
            label={mayResend ? 'Send again' : 'Send to ERP'}
            consequence={consequence(customer, deal, format)}
            sending={sending}
            blocked={blockers.length > 0}
            checking={asking}
            checkAgain={() => {
              refresh();
              if (itemIds.length > 0) stock.refresh();
            }}
            send={() => send(push === null ? 1 : push.revision + 1)}
            closeOverlay={actions.closeOverlay}
          />
        </>
      )}
    </Flex>
  );
}
