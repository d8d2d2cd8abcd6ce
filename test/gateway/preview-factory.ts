import { Availability } from '#contracts/availability';
import { Customer } from '#contracts/customer';
import { DealSummary } from '#contracts/deal';
import { ZERO } from '#contracts/decimal';
import { failure } from '#contracts/errors';
import { CorrelationId, type CustomerId } from '#contracts/ids';
import { ItemPrice } from '#contracts/item-price';
import { PushPolicy } from '#contracts/policy';
import { Preview } from '#contracts/preview';
import { cardError } from '../../gateway/core/card-error.ts';
import { previewOf } from '../../gateway/core/preview.ts';
import {
  type CustomerPlan,
  type Fact,
  knownNow,
  type PreviewFacts,
  type Twin,
} from '../../gateway/core/preview-facts.ts';

/** The day that previews of these tests are made on. */
export const TODAY = Date.parse('2026-11-20T10:00:00Z');
export const POLICY = PushPolicy.parse({});
export const known = knownNow;
export const failed = (code: Parameters<typeof failure>[0]) => ({
  known: false as const,
  error: cardError(failure(code), CorrelationId.parse('0123456789ab')),
});
export const NOT_YET = { known: false, error: null } as const;

export const customer = (more: object = {}): Customer =>
  Customer.parse({
    customerId: '10447',
    name: 'Nordwind Maschinen GmbH',
    street: null,
    postalCode: null,
    town: 'Kiel',
    country: 'DE',
    taxId: null,
    email: null,
    phone: null,
    currency: 'EUR',
    onHold: false,
    holdReason: null,
    creditLimit: '50000.00',
    creditUsed: '1000.00',
    ...more,
  });
export const candidate = {
  customerId: '10447' as CustomerId,
  name: 'Nordwind',
  town: 'Kiel',
  taxId: null,
  score: 1,
  reasons: ['erp-id' as const],
};
export const existing = (of: Fact<Customer> = known(customer()), isLinked = true): CustomerPlan => ({
  kind: 'existing',
  candidate,
  isLinked,
  customer: of,
});
export const line = (
  itemId: string | null,
  quantity: string | null,
  unitPrice: string | null,
  name = itemId ?? 'Line',
) => ({
  itemId,
  name,
  quantity,
  unitPrice,
});
export const deal = (lines: object[], more: object = {}): DealSummary =>
  DealSummary.parse({
    dealId: '88',
    name: 'Cooling',
    currency: 'EUR',
    won: true,
    erpOrderNumber: null,
    requestedOn: null,
    customerReference: null,
    gaps: [],
    lines,
    company: { companyId: '1', name: 'Nordwind', customerId: '10447' },
    ...more,
  });
export const price = (itemId: string, unitPrice: string | null, more: object = {}): ItemPrice =>
  ItemPrice.parse({ itemId, known: true, unitPrice, currency: 'EUR', priceBasis: 'net', ...more });
export const stock = (
  itemId: string,
  available: string,
  next: [string, string | null][] = [],
  more: object = {},
): Availability =>
  Availability.parse({
    itemId,
    description: null,
    unit: 'ST',
    known: true,
    warehouses: [
      { warehouseId: 'HH', name: null, onHand: available, allocated: '0', available, nextOn: null, nextQuantity: null },
      ...next.map(([nextOn, nextQuantity], index) => ({
        warehouseId: `W${index}`,
        name: null,
        onHand: '0',
        allocated: '0',
        available: '0',
        nextOn,
        nextQuantity,
      })),
    ],
    ...more,
  });

export const PUMP = line('PUMP-0040', '12', '410.00');
export const facts = (more: Partial<PreviewFacts> & { lines?: object[]; dealMore?: object } = {}): PreviewFacts => {
  const { lines = [PUMP], dealMore = {}, ...rest } = more;
  return {
    deal: deal(lines, dealMore),
    plan: existing(),
    prices: [known(price('PUMP-0040', '410.00'))],
    stock: new Map([['PUMP-0040', known(stock('PUMP-0040', '40'))]]),
    twins: known<Twin[]>([]),
    onTheWay: ZERO,
    isOrderedElsewhere: false,
    ...rest,
  };
};
export const found = (
  more: Parameters<typeof facts>[0] = {},
  policy = POLICY,
  email: string | null = 'rep@north.example',
) => {
  const preview = previewOf(facts(more), policy, email, TODAY);
  Preview.parse({ hash: '0'.repeat(64), ...preview });
  return preview;
};
export const troubles = (more: Parameters<typeof facts>[0]) =>
  found(more)
    .findings.filter(({ level }) => level !== 'ok')
    .map(({ level, code, line: at, message }) => [level, code, at, message]);
