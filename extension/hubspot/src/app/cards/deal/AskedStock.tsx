import type { StockView } from '../contracts/card-api.ts';
import { type Fine, type Gateway, ITEMS_MAX } from '../gateway.ts';
import { RowsInSteps } from '../parts/RowsInSteps.tsx';
import { paceOfSections } from '../poll.ts';
import { useRefreshWith } from '../use-refresh-with.ts';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { StockLine } from './StockLine.tsx';
import { WarehouseTable } from './WarehouseTable.tsx';

interface AskedStockProps {
  gateway: Gateway;
  itemIds: readonly string[];
  /** How often the reader had everything checked anew. */
  checks: number;
  format: Format;
  copyText: (text: string) => void;
}

/** Stock that nobody has asked for yet, ten items at a time; the gateway is asked for as many at once as it takes. */
export function AskedStock({ itemIds, ...frame }: AskedStockProps) {
  return (
    <RowsInSteps rows={itemIds}>
      {(shown) =>
        Array.from({ length: Math.ceil(shown.length / ITEMS_MAX) }, (_one, index) => {
          const [from, to] = [index * ITEMS_MAX, (index + 1) * ITEMS_MAX];
          return <StockOfBatch key={from} batch={itemIds.slice(from, to)} shown={shown.slice(from, to)} {...frame} />;
        })
      }
    </RowsInSteps>
  );
}

interface StockOfBatchProps extends Omit<AskedStockProps, 'itemIds'> {
  /** What is asked for: all that the preview asked for in one question, so that the gateway answers from the same copy. */
  batch: readonly string[];
  shown: readonly string[];
}

function StockOfBatch({ gateway, batch, shown, checks, format, copyText }: StockOfBatchProps) {
  const watched = useWatch<Fine<StockView>>(
    batch.join('\n'),
    (anew) => gateway.stock(batch, anew),
    ({ stock }) => paceOfSections([stock]),
  );
  const { answer, nowMs, refresh } = watched;
  useRefreshWith(checks, refresh);
  return (
    <>
      {answer !== null && 'data' in answer.stock && (
        <WarehouseTable itemIds={shown} items={answer.stock.data.items} nowMs={nowMs} format={format} />
      )}
      <StockLine watched={watched} format={format} copyText={copyText} />
    </>
  );
}
