import { Flex, Text } from '@hubspot/ui-extensions';
import { useEffect, useRef } from 'react';
import type { DealView, PushAnswer, StockView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { RowsInSteps } from '../parts/RowsInSteps.tsx';
import { paceOfSections } from '../poll.ts';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { DealChanges } from './DealChanges.tsx';
import { DealLines } from './DealLines.tsx';
import { itemsOf } from './deal-total.ts';
import { PushLife } from './PushLife.tsx';
import { wishWords } from './preview-words.ts';
import { hasLeft, isOrdered, mayBeSentAgain } from './push-words.ts';
import { StockByWarehouse } from './StockByWarehouse.tsx';
import { StockLine } from './StockLine.tsx';
import { goneWords, orderFor, sentLines } from './sent-order.ts';
import { WarehouseTable } from './WarehouseTable.tsx';

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
  const itemIds = itemsOf(lines);
  const stock = useWatch<Fine<StockView>>(
    itemIds.join('\n'),
    (anew) => gateway.stock(itemIds, anew),
    (answer) => paceOfSections([answer.stock]),
    // Nothing to ask for where the lines are not known.
    itemIds.length === 0 ? { ...view, stock: { state: 'fresh', asOf: view.now, data: { items: [] } } } : undefined,
  );
  // Stock that was asked for before is no more what is still available.
  const ordered = isOrdered(push);
  const wasOrdered = useRef(ordered);
  const refreshStock = stock.refresh;
  useEffect(() => {
    if (ordered && !wasOrdered.current && itemIds.length > 0) refreshStock();
    wasOrdered.current = ordered;
  }, [ordered, itemIds.length, refreshStock]);
  const section = stock.answer?.stock;
  const stocked = section !== undefined && 'data' in section ? section.data : null;
  const isLive = !mayBeSentAgain(push);
  const showsLines = isLive && sent !== null;
  const wishes = sent === null ? null : wishWords(sent, stock.nowMs, format);
  return (
    <Flex direction="column" gap="md">
      {isLive && (
        <Flex direction="column" gap="flush">
          <Text format={{ fontWeight: 'bold' }}>{orderFor(sent, deal, view.erpTitle)}</Text>
          {wishes !== null && <Text variant="microcopy">{wishes}</Text>}
        </Flex>
      )}
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
          stock={section ?? null}
          asking={stock.asking || stock.goesOn}
          hasLeft={hasLeft(push)}
          nowMs={stock.nowMs}
          format={format}
        />
      )}
      {showsLines && stocked !== null && itemIds.length > 0 && (
        <StockByWarehouse>
          {() => (
            <RowsInSteps rows={itemIds}>
              {(shown) => <WarehouseTable itemIds={shown} items={stocked.items} nowMs={stock.nowMs} format={format} />}
            </RowsInSteps>
          )}
        </StockByWarehouse>
      )}
      {showsLines && <StockLine watched={stock} format={format} copyText={copyText} />}
    </Flex>
  );
}
