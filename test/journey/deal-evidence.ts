import { control, ordersWith } from '../sandbox/erp/soap-caller.ts';
import type { Stack } from '../sandbox/stack.ts';

/** What ERP and CRM themselves say about a deal, asked apart from the product. */
export async function evidenceOf(
  { erpControl, hubspot }: Stack,
  dealId: string,
  shownOrder: string,
): Promise<{ ordersInErpForReference: number; writtenBack: boolean }> {
  const orders = (await ordersWith(erpControl, `DB-${dealId}-1`)).map(({ orderId }) => orderId);
  const response = await fetch(`${hubspot}/control/deals/${dealId}`);
  const { properties } = (await response.json()) as { properties: Record<string, string | null> };
  return {
    ordersInErpForReference: orders.filter((orderId) => orderId === shownOrder).length === 1 ? orders.length : 0,
    writtenBack: properties.erp_order_number === shownOrder,
  };
}

/**
 * The next time the ERP is asked to make an order, this goes wrong.
 * @param indexLagMs so long is an order that was made missing from a search
 */
export async function nextOrderMeets(
  erpControl: string,
  fault: 'no-answer-after-commit' | 'abort',
  indexLagMs = 0,
): Promise<void> {
  const next = [{ operation: 'AuftragAnlegen', fault, times: 1 }];
  const { status } = await control(erpControl, '/knobs', { next, indexLagMs });
  if (status !== 200) throw new Error(`the ERP's control port answered ${status}`);
}
