import { StatusTag, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { StockView } from '../contracts/card-api.ts';
import type { DealSummary } from '../contracts/deal.ts';
import type { Fine } from '../gateway.ts';
import { amountText, type Format, quantityText } from '../words/format.ts';
import { type AvailabilityWords, availabilityWords } from './availability-words.ts';
import { wantedByItem } from './deal-total.ts';

interface DealLinesProps {
  deal: DealSummary;
  /** Null: not asked, or no answer yet. */
  stock: Fine<StockView>['stock'] | null;
  /** More may come by itself. */
  asking: boolean;
  /** The order left for the ERP: its goods may be allocated to it, and then are in no stock that can be promised. */
  hasLeft: boolean;
  nowMs: number;
  format: Format;
}

const VARIANTS = {
  enough: 'success',
  short: 'warning',
  'not-compared': 'default',
  'unknown-item': 'danger',
  'not-known': 'default',
} as const;

/** The lines as they were sent, with what the ERP can promise of each item. */
export function DealLines({ deal, stock, asking, hasLeft, nowMs, format }: DealLinesProps) {
  const wanted = wantedByItem(deal.lines);
  const words = (itemId: string | null): AvailabilityWords => {
    if (itemId === null) return { level: 'unknown-item', text: 'no item number' };
    if (stock === null || stock.state === 'loading') {
      return { level: 'not-known', text: asking ? 'asking the ERP' : 'not known' };
    }
    if (stock.state === 'failed') return { level: 'not-known', text: 'could not be loaded' };
    const item = stock.data.items.find((one) => one.itemId === itemId);
    if (item === undefined) return { level: 'not-known', text: 'not asked' };
    return availabilityWords(item, hasLeft ? null : (wanted.get(itemId) ?? '0'), nowMs, format);
  };
  return (
    <Table density="condensed" flush>
      <TableHead>
        <TableRow>
          <TableHeader width="min">Item</TableHeader>
          <TableHeader>Name</TableHeader>
          <TableHeader align="right">Qty</TableHeader>
          <TableHeader align="right">
            {deal.currency === null ? 'Price (net)' : `Price (${deal.currency}, net)`}
          </TableHeader>
          <TableHeader>{hasLeft ? 'Still available' : 'Available'}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {deal.lines.map((line, index) => {
          const { level, text } = words(line.itemId);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of a deal has no other identity here
            <TableRow key={index}>
              <TableCell width="min">{line.itemId ?? '–'}</TableCell>
              <TableCell>
                <Text>{line.name}</Text>
              </TableCell>
              <TableCell align="right">
                {line.quantity === null ? 'not a number' : quantityText(line.quantity, format)}
              </TableCell>
              <TableCell align="right">
                {line.unitPrice === null ? 'not a number' : amountText(line.unitPrice, deal.currency, format)}
              </TableCell>
              <TableCell>
                <StatusTag variant={VARIANTS[level]}>{text}</StatusTag>
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
