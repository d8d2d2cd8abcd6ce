import { StatusTag, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { Preview } from '../contracts/preview.ts';
import { amountText, type Format, quantityText } from '../words/format.ts';
import { stockWords } from './preview-words.ts';

interface PreviewLinesProps {
  preview: Preview;
  currency: string | null;
  nowMs: number;
  format: Format;
}

const CHECKS = {
  ok: { variant: 'success', word: 'Fine' },
  warn: { variant: 'warning', word: 'Look' },
  block: { variant: 'danger', word: 'Stop' },
} as const;

/** The deal's lines beside what the ERP says of each: price, stock, and whether anything is wrong with it. */
export function PreviewLines({ preview, currency, nowMs, format }: PreviewLinesProps) {
  const inCurrency = (title: string): string => (currency === null ? title : `${title} (${currency})`);
  const price = (value: string | null, none: string): string =>
    value === null ? none : amountText(value, currency, format);
  return (
    <Table density="condensed" flush>
      <TableHead>
        <TableRow>
          <TableHeader width="min">Check</TableHeader>
          <TableHeader width="min">Item</TableHeader>
          <TableHeader>Name</TableHeader>
          <TableHeader align="right" width="min">
            {inCurrency('Deal price')}
          </TableHeader>
          <TableHeader align="right" width="min">
            {inCurrency('ERP price')}
          </TableHeader>
          <TableHeader align="right" width="min">
            Qty
          </TableHeader>
          <TableHeader>Available</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {preview.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of a deal has no other identity here
          <TableRow key={index}>
            <TableCell width="min">
              <StatusTag variant={CHECKS[line.level].variant}>{CHECKS[line.level].word}</StatusTag>
            </TableCell>
            <TableCell width="min">{line.itemId ?? '–'}</TableCell>
            <TableCell>
              <Text>{line.name}</Text>
            </TableCell>
            <TableCell align="right">{price(line.dealPrice, 'not a number')}</TableCell>
            <TableCell align="right">{price(line.erpPrice, '–')}</TableCell>
            <TableCell align="right">
              {line.quantity === null ? 'not a number' : quantityText(line.quantity, format)}
            </TableCell>
            <TableCell>{stockWords(line, nowMs, format)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
