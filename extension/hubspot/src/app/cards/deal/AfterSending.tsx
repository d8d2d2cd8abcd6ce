import { Flex, Text } from '@hubspot/ui-extensions';
import type { DealView, PushAnswer, StockView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { RowsInSteps } from '../parts/RowsInSteps.tsx';
import { paceOfSections } from '../poll.ts';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { DealLines } from './DealLines.tsx';
import { itemsOf } from './deal-total.ts';
import { PushLife } from './PushLife.tsx';
import { mayBeSentAgain } from './push-words.ts';
import { StockByWarehouse } from './StockByWarehouse.tsx';
import { StockLine } from './StockLine.tsx';
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
  const itemIds = itemsOf(deal.lines);
  const stock = useWatch<Fine<StockView>>(
    itemIds.join('\n'),
    (anew) => gateway.stock(itemIds, anew),
    (answer) => paceOfSections([answer.stock]),
    // A deal without items asks for nothing.
    itemIds.length === 0 ? { ...view, stock: { state: 'fresh', asOf: view.now, data: { items: [] } } } : undefined,
  );
  const section = stock.answer?.stock;
  const stocked = section !== undefined && 'data' in section ? section.data : null;
  const showsLines = deal.lines.length > 0 && !mayBeSentAgain(known.push);
  const customer = deal.company?.customerId == null ? null : `customer ${deal.company.customerId}`;
  return (
    <Flex direction="column" gap="md">
      {!mayBeSentAgain(known.push) && (
        <Text format={{ fontWeight: 'bold' }}>
          {[deal.company?.name ?? 'no company', customer, view.erpTitle].filter(Boolean).join(' · ')}
        </Text>
      )}
      <PushLife
        key={known.push.pushId}
        gateway={gateway}
        initial={known}
        format={format}
        copyText={copyText}
        closeOverlay={closeOverlay}
        onNews={onNews}
        onWrittenBack={onWrittenBack}
      />
      {showsLines && <DealLines deal={deal} stock={section ?? null} nowMs={stock.nowMs} format={format} />}
      {showsLines && stocked !== null && itemIds.length > 0 && (
        <StockByWarehouse>
          {() => (
            <RowsInSteps rows={itemIds}>
              {(shown) => <WarehouseTable itemIds={shown} items={stocked.items} nowMs={stock.nowMs} format={format} />}
            </RowsInSteps>
          )}
        </StockByWarehouse>
      )}
      {showsLines && itemIds.length > 0 && <StockLine watched={stock} format={format} copyText={copyText} />}
    </Flex>
  );
}
