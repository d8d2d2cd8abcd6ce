import { Tag, Tooltip } from '@hubspot/ui-extensions';
import type { SalesOrderStatus } from '../contracts/sales-order.ts';
import { STATUS_WORDS } from '../words/order-status.ts';

/** An order's state in our word; the ERP's own is in the tooltip. */
export function StatusWord({ status, erpStatus }: { status: SalesOrderStatus; erpStatus: string }) {
  const { word, variant } = STATUS_WORDS[status];
  return (
    <Tag variant={variant} overlay={<Tooltip>In the ERP: {erpStatus}</Tooltip>}>
      {word}
    </Tag>
  );
}
