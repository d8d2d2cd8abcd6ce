import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { negate, signOf } from '../words/decimals.ts';
import { type Format, moneyText, plural } from '../words/format.ts';
import { creditOf, overdueDays, totalsByCurrency } from './money-facts.ts';

/** From here on the credit is worth a word before the next order is promised. */
const CREDIT_WARN_PERCENT = 80;

/** The one line that matters. `unknown`: what would decide it is not there. */
export interface Attention {
  level: 'danger' | 'warning' | 'fine' | 'unknown';
  text: string;
}

type Sections = Pick<Fine<CompanyView>, 'customer' | 'orders' | 'invoices'>;

function overdueWords({ invoices }: Sections, nowMs: number, format: Format): string[] {
  if (!('data' in invoices)) return [];
  const overdue = invoices.data.rows.filter((invoice) => overdueDays(invoice, nowMs, format) > 0);
  if (overdue.length === 0) return [];
  const totals = totalsByCurrency(overdue.map(({ currency, open }) => ({ currency, amount: open })));
  const money = totals.map(({ currency, total }) => moneyText(total, currency, format)).join(' + ');
  const oldest = Math.max(...overdue.map((invoice) => overdueDays(invoice, nowMs, format)));
  const more = invoices.data.nextCursor === null ? '' : ' or more';
  return [
    `${plural(overdue.length, 'invoice', 'invoices')}${more} overdue, ${money} (oldest ${plural(oldest, 'day', 'days')})`,
  ];
}

function holdWords({ customer, orders }: Sections): string[] {
  const words: string[] = [];
  if ('data' in customer && customer.data.onHold) {
    words.push(
      customer.data.holdReason === null ? 'customer on hold' : `customer on hold: ${customer.data.holdReason}`,
    );
  }
  const held = 'data' in orders ? orders.data.rows.filter(({ status }) => status === 'on-hold').length : 0;
  if (held > 0) words.push(`${plural(held, 'order', 'orders')} on hold`);
  return words;
}

function creditWords({ customer }: Sections, format: Format): { text: string; exceeded: boolean }[] {
  const credit = 'data' in customer ? creditOf(customer.data) : null;
  if (credit === null || !('data' in customer) || credit.usedPercent < CREDIT_WARN_PERCENT) return [];
  if (signOf(credit.left) >= 0) return [{ text: `credit ${credit.usedPercent} % used`, exceeded: false }];
  const over = moneyText(negate(credit.left), customer.data.currency, format);
  return [{ text: `credit limit exceeded by ${over}`, exceeded: true }];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The top line of the company card: what needs attention, or that nothing does, or what is not known. */
export function attentionOf(sections: Sections, nowMs: number, format: Format): Attention {
  const overdue = overdueWords(sections, nowMs, format);
  const holds = holdWords(sections);
  const credit = creditWords(sections, format);
  const words = [...holds, ...overdue, ...credit.map(({ text }) => text)];

  const missing = [
    ...('data' in sections.invoices ? [] : ['invoices']),
    ...('data' in sections.customer ? [] : ['credit']),
  ];
  if (words.length > 0) {
    const note = missing.length > 0 ? ` (${missing.join(' and ')} not known yet)` : '';
    const serious = holds.length > 0 || credit.some(({ exceeded }) => exceeded);
    return { level: serious ? 'danger' : 'warning', text: capital(words.join(' · ')) + note };
  }
  if (missing.length === 0) return { level: 'fine', text: 'Nothing needs attention' };
  const stillLoading = [sections.customer, sections.invoices].some(({ state }) => state === 'loading');
  const what = missing.length === 2 ? 'invoices and credit' : missing[0] === 'credit' ? 'the credit' : 'the invoices';
  return {
    level: 'unknown',
    text: stillLoading ? `Asking the ERP for ${what} …` : capital(`${what} could not be loaded`),
  };
}
