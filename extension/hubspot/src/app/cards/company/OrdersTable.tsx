import { Button, Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@hubspot/ui-extensions';
import type { SalesOrderSummary } from '../contracts/sales-order.ts';
import { RowsInSteps } from '../parts/RowsInSteps.tsx';
import type { FrameProps } from '../parts/SectionFrame.tsx';
import { StatusWord } from '../parts/StatusWord.tsx';
import { amountText, dateText, moneyText } from '../words/format.ts';
import { amountHeader, isMixed, shippedText } from './document-rows.ts';

interface OrdersTableProps extends Pick<FrameProps, 'nowMs' | 'format'> {
  orders: readonly SalesOrderSummary[];
  openOrder: (orderId: string) => void;
  /** Why an order is in the list; absent where the list needs no reason. */
  matchedOf?: ((orderId: string) => string) | undefined;
}

export function OrdersTable({ orders, openOrder, matchedOf, nowMs, format }: OrdersTableProps) {
  const money = isMixed(orders) ? moneyText : amountText;
  return (
    <RowsInSteps rows={orders}>
      {(shown) => (
        <Table density="condensed" flush>
          <TableHead>
            <TableRow>
              <TableHeader width="min">Order</TableHeader>
              {matchedOf !== undefined && <TableHeader>Found</TableHeader>}
              <TableHeader>PO</TableHeader>
              <TableHeader width="min">Ordered</TableHeader>
              <TableHeader width="min">Status</TableHeader>
              <TableHeader align="right">Shipped</TableHeader>
              <TableHeader align="right" width="min">
                {amountHeader('Total', orders)}
              </TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map((order) => (
              <TableRow key={order.orderId}>
                <TableCell width="min">
                  <Button variant="transparent" size="xs" onClick={() => openOrder(order.orderId)}>
                    {order.orderId}
                  </Button>
                </TableCell>
                {matchedOf !== undefined && <TableCell>{matchedOf(order.orderId)}</TableCell>}
                <TableCell>{order.customerReference ?? '–'}</TableCell>
                <TableCell width="min">
                  {order.orderedOn === null ? '–' : dateText(order.orderedOn, nowMs, format)}
                </TableCell>
                <TableCell width="min">
                  <StatusWord status={order.status} erpStatus={order.erpStatus} />
                </TableCell>
                <TableCell align="right">{shippedText(order, format)}</TableCell>
                <TableCell align="right">{money(order.total, order.currency, format)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </RowsInSteps>
  );
}
