/** What somebody saw before they sent, for tests. */

import { DealLine } from '#contracts/deal';
import { Finding, type FindingLevel } from '#contracts/preview';
import type { Look } from '../../gateway/core/preview-look.ts';

export const finding = (
  level: FindingLevel,
  code: string,
  line: number | null = null,
  message = `${code} here.`,
): Finding => Finding.parse({ level, code, line, message });
export const line = (itemId: string, quantity: string, unitPrice: string) =>
  DealLine.parse({ itemId, name: itemId, quantity, unitPrice });
export const look = (findings: Finding[] = [], more: Partial<Look> = {}): Look => ({
  customer: 'customer 10447',
  currency: 'EUR',
  requestedOn: null,
  customerReference: null,
  lines: [line('PUMP-0040', '12', '410.00')],
  findings: [finding('ok', 'customer.matched'), ...findings],
  ...more,
});
export const PRICE = finding('warn', 'price.below-list', 0);
export const STOCK = finding('warn', 'stock.short', 0);
export const UNCHECKED = finding('warn', 'erp.unchecked');
export const NO_PRICES = finding('warn', 'price.unknown');
export const NO_STOCK = finding('warn', 'stock.unknown');
export const UNPRICED = finding('warn', 'price.unknown', 0);
/** The company is not linked, and the ERP did not say again who it is. */
export const OPEN = look([finding('block', 'customer.unmatched')], { customer: 'no customer yet' });
export const HOLD = finding('block', 'customer.on-hold');
