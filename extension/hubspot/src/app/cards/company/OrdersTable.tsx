import {
  Button,
  EmptyState,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { SalesOrderSummary } from '../contracts/sales-order.ts';
import { SearchableRows } from '../parts/SearchableRows.tsx';
import type { FrameProps } from '../parts/SectionFrame.tsx';
import { StatusWord } from '../parts/StatusWord.tsx';
import { amountText, dateText, moneyText } from '../words/format.ts';
import { amountHeader, isMixed, listNote, ordersWith, shippedText } from './document-rows.ts';

interface OrdersTableProps extends Pick<FrameProps, 'nowMs' | 'format'> {
  page: { rows: SalesOrderSummary[]; problems: readonly unknown[]; nextCursor: string | null };
  openOrder: (orderId: string) => void;
}

export function OrdersTable({ page, openOrder, nowMs, format }: OrdersTableProps) {
  const note = listNote(page, 'order', 'orders');
  if (page.rows.length === 0) {
    return (
      <EmptyState title="No orders yet" layout="vertical" flush>
        <Text>
          {note ?? 'The ERP has no order of this customer. A won deal can be sent from its “Send to ERP” tab.'}
        </Text>
      </EmptyState>
    );
  }
  const money = isMixed(page.rows) ? moneyText : amountText;
  return (
    <>
      <SearchableRows name="orders" searchLabel="Find an order by any number" rows={page.rows} matching={ordersWith}>
        {(shown) => (
          <Table density="condensed" flush>
            <TableHead>
              <TableRow>
                <TableHeader>Order</TableHeader>
                <TableHeader>PO</TableHeader>
                <TableHeader>Ordered</TableHeader>
                <TableHeader>Status</TableHeader>
                <TableHeader align="right">Shipped</TableHeader>
                <TableHeader align="right">{amountHeader('Total', page.rows)}</TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.map((order) => (
                <TableRow key={order.orderId}>
                  <TableCell>
                    <Button variant="transparent" size="xs" onClick={() => openOrder(order.orderId)}>
                      {order.orderId}
                    </Button>
                  </TableCell>
                  <TableCell>{order.customerReference ?? '–'}</TableCell>
                  <TableCell>{order.orderedOn === null ? '–' : dateText(order.orderedOn, nowMs, format)}</TableCell>
                  <TableCell>
                    <StatusWord status={order.status} erpStatus={order.erpStatus} />
                  </TableCell>
                  <TableCell align="right">{shippedText(order, format)}</TableCell>
                  <TableCell align="right">{money(order.total, order.currency, format)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </SearchableRows>
      {note !== null && <Text variant="microcopy">{note}</Text>}
    </>
  );
}
