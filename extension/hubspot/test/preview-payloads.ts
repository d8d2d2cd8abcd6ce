/** Previews and candidates as the gateway answers them, checked against the contracts as they are built. */
import { CandidatesView, LinkAnswer, PreviewView } from '#contracts/card-api';
import { head } from './payloads.ts';

export const candidate = (more: object = {}) => ({
  customerId: '10447',
  name: 'Nordwind Maschinen GmbH',
  town: 'Kiel',
  taxId: 'DE811204471',
  score: 1,
  reasons: ['erp-id'],
  ...more,
});
export const previewLine = (itemId: string, dealPrice: string, quantity: string, more: object = {}) => ({
  itemId,
  name: `Item ${itemId}`,
  quantity,
  dealPrice,
  erpPrice: dealPrice,
  available: '40',
  nextOn: null,
  nextQuantity: null,
  level: 'ok',
  ...more,
});
export const HASH = 'a'.repeat(64);
export const previewView = (more: object = {}, around: object = {}) =>
  PreviewView.parse({
    ...head,
    loading: false,
    preview: {
      hash: HASH,
      level: 'ok',
      customer: candidate(),
      candidates: [],
      priceBasis: 'net',
      lines: [previewLine('PUMP-0040', '410.00', '12')],
      findings: [{ code: 'customer.matched', level: 'ok', line: null, message: 'The customer is known in the ERP.' }],
      mayOverride: true,
      ...more,
    },
    ...around,
  });
const SEAL = previewLine('SEAL-0009', '9.50', '100', {
  erpPrice: '10.20',
  available: '60',
  nextOn: '2026-11-28',
  nextQuantity: '200',
  level: 'warn',
});
export const NOT_A_NUMBER = previewLine('KIT-X', '1.00', '1', { quantity: null, dealPrice: null, level: 'block' });
const KIT = previewLine('KIT-X', '519.20', '1', { erpPrice: null, available: null, level: 'block' });
const LOW_PRICE = {
  code: 'price.below-list',
  level: 'warn',
  line: 1,
  message: 'SEAL-0009 is €0.70 under the ERP price.',
};
const UNKNOWN_ITEM = {
  code: 'item.unknown',
  level: 'block',
  line: 2,
  message: 'KIT-X is not in the ERP. Choose an item or remove the line.',
};
export const warningPreview = (more: object = {}) =>
  previewView({
    level: 'warn',
    lines: [previewLine('PUMP-0040', '410.00', '12'), SEAL],
    findings: [LOW_PRICE],
    ...more,
  });
export const blockedPreview = (more: object = {}) =>
  previewView({
    level: 'block',
    lines: [previewLine('PUMP-0040', '410.00', '12'), SEAL, KIT],
    findings: [LOW_PRICE, UNKNOWN_ITEM],
    ...more,
  });
export const candidatesView = (...candidates: unknown[]) =>
  CandidatesView.parse({ ...head, loading: false, error: null, candidates });
export const linkAnswer = () => {
  const { link: _none, ...answered } = head;
  return LinkAnswer.parse({ ...answered, companyId: '501', customer: candidate() });
};
