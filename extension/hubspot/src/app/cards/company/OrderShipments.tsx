import { Button, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { SalesOrder } from '../contracts/sales-order.ts';
import { dateText, type Format, quantityText } from '../words/format.ts';
import { noDeliveryText } from './read-aloud.ts';

interface OrderShipmentsProps {
  order: SalesOrder;
  nowMs: number;
  format: Format;
  copyText: (text: string) => void;
}

/** What has left, with whom, and the number to follow it. */
export function OrderShipments({ order, nowMs, format, copyText }: OrderShipmentsProps) {
  const { shipments } = order;
  if (shipments.length === 0) return <Text variant="microcopy">{noDeliveryText(order)}</Text>;
  return (
    <Table density="condensed" flush>
      <TableHead>
        <TableRow>
          <TableHeader>Delivery</TableHeader>
          <TableHeader>Shipped</TableHeader>
          <TableHeader>Carrier</TableHeader>
          <TableHeader>Tracking</TableHeader>
          <TableHeader>Items</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {shipments.map(({ shipmentId, shippedOn, carrier, trackingNumber, lines }) => (
          <TableRow key={shipmentId}>
            <TableCell>{shipmentId}</TableCell>
            <TableCell>{shippedOn === null ? 'not yet' : dateText(shippedOn, nowMs, format)}</TableCell>
            <TableCell>{carrier ?? '–'}</TableCell>
            <TableCell>
              {trackingNumber === null ? (
                '–'
              ) : (
                <Button variant="transparent" size="xs" onClick={() => copyText(trackingNumber)}>
                  {trackingNumber} (copy)
                </Button>
              )}
            </TableCell>
            <TableCell>
              {lines.map(({ itemId, quantity }) => `${quantityText(quantity, format)} × ${itemId}`).join(', ')}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
