import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@hubspot/ui-extensions';
import type { SalesOrder } from '../contracts/sales-order.ts';
import { subtract } from '../words/decimals.ts';
import { amountText, dateText, type Format, quantityText } from '../words/format.ts';
import { amountHeader } from './document-rows.ts';

/** What was ordered, what has left, what is still open and when it is due. */
export function OrderLines({ order, nowMs, format }: { order: SalesOrder; nowMs: number; format: Format }) {
  return (
    <Table density="condensed" flush>
      <TableHead>
        <TableRow>
          <TableHeader width="min">Item</TableHeader>
          <TableHeader>Name</TableHeader>
          <TableHeader align="right">Ordered</TableHeader>
          <TableHeader align="right">Shipped</TableHeader>
          <TableHeader align="right">Open</TableHeader>
          <TableHeader>Next</TableHeader>
          <TableHeader align="right">{amountHeader('Price', [order])}</TableHeader>
          <TableHeader align="right">{amountHeader('Amount', [order])}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {order.lines.map((line) => (
          <TableRow key={line.line}>
            <TableCell width="min">{line.itemId}</TableCell>
            <TableCell>{line.description ?? '–'}</TableCell>
            <TableCell align="right">
              {[quantityText(line.ordered, format), line.unit].filter(Boolean).join(' ')}
            </TableCell>
            <TableCell align="right">{quantityText(line.shipped, format)}</TableCell>
            <TableCell align="right">{quantityText(subtract(line.ordered, line.shipped), format)}</TableCell>
            <TableCell width="min">{line.nextOn === null ? '–' : dateText(line.nextOn, nowMs, format)}</TableCell>
            <TableCell align="right">{amountText(line.unitPrice, order.currency, format)}</TableCell>
            <TableCell align="right">{amountText(line.amount, order.currency, format)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
