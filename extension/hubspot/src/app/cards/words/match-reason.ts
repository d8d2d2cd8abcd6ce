import type { MatchReason } from '../contracts/preview.ts';
import { listed } from './format.ts';

const REASONS: Record<MatchReason, string> = {
  'erp-id': 'same ERP number',
  'tax-id': 'same VAT id',
  'email-domain': 'same e-mail domain',
  phone: 'same phone number',
  name: 'similar name',
  town: 'same town',
};

/** Why a customer of the ERP may be this company: `same VAT id and similar name`. */
export const reasonWords = (reasons: readonly MatchReason[]): string =>
  listed(reasons.map((reason) => REASONS[reason]));
