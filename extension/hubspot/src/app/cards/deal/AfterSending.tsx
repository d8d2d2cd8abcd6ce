import { Flex, Text } from '@hubspot/ui-extensions';
import type { DealView, PushAnswer, StockView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { paceOfSections } from '../poll.ts';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { DealChanges } from './DealChanges.tsx';
import { DealLines } from './DealLines.tsx';
import { wantedByItem } from './deal-total.ts';
import { PushLife } from './PushLife.tsx';
import { mayBeSentAgain } from './push-words.ts';
import { StockLine } from './StockLine.tsx';
import { goneWords, orderFor, sentLines } from './sent-order.ts';

interface AfterSendingProps {
  gateway: Gateway;
  view: Fine<DealView>;
  known: Fine<PushAnswer>;
  format: Format;
  copyText: (text: string) => void;
  closeOverlay: (id: string) => void;
  /** Hears of every newer answer about the push. */
  onNews: (answer: Fine<PushAnswer>) => void;
  onWrittenBack: () => void;
}

/** The order's life, above the lines that were sent and what the ERP can promise of them now; a preview that stands below shows both itself. */
export function AfterSending(props: AfterSendingProps) {
  const { gateway, view, known, format, copyText, closeOverlay, onNews, onWrittenBack } = props;
  const { deal } = view;
  const { push } = known;
  const { sent } = push;
  const lines = sent === null ? [] : sentLines(sent, deal);
  const itemIds = [...wantedByItem(lines).keys()];
  const stock = useWatch<Fine<StockView>>(
    itemIds.join('\n'),
    (anew) => gateway.stock(itemIds, anew),
    (answer) => paceOfSections([answer.stock]),
    // Nothing to ask for where the lines are not known.
    itemIds.length === 0 ? { ...view, stock: { state: 'fresh', asOf: view.now, data: { items: [] } } } : undefined,
  );
  const isLive = !mayBeSentAgain(push);
  const showsLines = isLive && sent !== null;
  return (
    <Flex direction="column" gap="md">
      {isLive && <Text format={{ fontWeight: 'bold' }}>{orderFor(sent, deal, view.erpTitle)}</Text>}
      <PushLife
        key={push.pushId}
        gateway={gateway}
        initial={known}
        format={format}
        copyText={copyText}
        closeOverlay={closeOverlay}
        onNews={onNews}
        onWrittenBack={onWrittenBack}
      />
      {/* The view may be of an earlier push. */}
      {isLive && view.push?.pushId === push.pushId && <DealChanges changes={view.changes} />}
      {isLive && sent === null && <Text>{goneWords(push)}</Text>}
      {showsLines && (
        <DealLines
          deal={{ ...deal, currency: sent.currency, lines }}
          stock={stock.answer?.stock ?? null}
          nowMs={stock.nowMs}
          format={format}
        />
      )}
      {showsLines && <StockLine watched={stock} format={format} copyText={copyText} />}
    </Flex>
  );
}
