import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { type Asked, answeredAtText, isLeftAlone } from '../words/age.ts';
import { negate, signOf } from '../words/decimals.ts';
import { type Format, listed, moneyText, plural, quoted } from '../words/format.ts';
import { creditOf, overdueDays, totalsByCurrency } from './money-facts.ts';
import { orderListOf } from './order-list.ts';

/** From here on the credit is worth a word before the next order is promised. */
const CREDIT_WARN_PERCENT = 80;

/** The one line that matters. `unknown`: what would decide it is not there. */
export interface Attention {
  level: 'danger' | 'warning' | 'fine' | 'unknown';
  text: string;
}

type Sections = Pick<Fine<CompanyView>, 'customer' | 'openOrders' | 'orders' | 'invoices' | 'link'>;

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

function holdWords(sections: Sections): string[] {
  const { customer } = sections;
  const words: string[] = [];
  if ('data' in customer && customer.data.onHold) {
    words.push(
      customer.data.holdReason === null ? 'customer on hold' : `customer on hold: ${quoted(customer.data.holdReason)}`,
    );
  }
  const held = orderListOf(sections).rows.filter(({ status }) => status === 'on-hold').length;
  if (held > 0) words.push(`${plural(held, 'order', 'orders')} on hold`);
  return words;
}

function creditWords({ customer }: Sections, format: Format): { text: string; exceeded: boolean }[] {
  const credit = 'data' in customer ? creditOf(customer.data) : null;
  if (credit === null || !('data' in customer)) return [];
  const { left, usedPercent } = credit;
  if (signOf(left) < 0) {
    const over = moneyText(negate(left), customer.data.currency, format);
    return [{ text: `credit limit exceeded by ${over}`, exceeded: true }];
  }
  if (usedPercent === null || usedPercent < CREDIT_WARN_PERCENT) return [];
  return [{ text: `credit ${usedPercent} % used`, exceeded: false }];
}

/** The newest come first, so what is left out of a list may be just what is overdue. */
const isCut = (page: { nextCursor: string | null; problems: readonly unknown[] }): boolean =>
  page.nextCursor !== null || page.problems.length > 0;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The top line of the company card: what needs attention, or that nothing does, or what is not known. */
export function attentionOf(sections: Sections, asked: Asked, format: Format): Attention {
  const overdue = overdueWords(sections, asked.nowMs, format);
  const holds = holdWords(sections);
  const credit = creditWords(sections, format);
  const words = [...holds, ...overdue, ...credit.map(({ text }) => text)];

  const { customer, openOrders, invoices } = sections;
  const missing = [
    { what: 'invoices', section: invoices },
    { what: 'credit', section: customer },
    { what: 'open orders', section: openOrders },
  ].filter(({ section }) => !('data' in section));
  const missed = listed(missing.map(({ what }) => what));
  if (words.length > 0) {
    const note = missing.length > 0 ? ` (${missed} not known)` : '';
    const serious = holds.length > 0 || credit.some(({ exceeded }) => exceeded);
    return { level: serious ? 'danger' : 'warning', text: capital(words.join(' · ')) + note };
  }
  if (missing.length > 0) {
    const what = missing.length === 1 ? `the ${missed}` : missed;
    const unanswered = missing.some(({ section }) => section.state === 'loading');
    if (!unanswered) return { level: 'unknown', text: capital(`${what} could not be loaded`) };
    const isOne = missing.length === 1 && missed === 'credit';
    const silent = `The ERP has not answered yet: ${what} ${isOne ? 'is' : 'are'} not known`;
    return { level: 'unknown', text: asked.goesOn ? `Asking the ERP for ${what} …` : silent };
  }
  // Without a link a copy may be of this minute, and still nobody can say what is now.
  const isOld =
    !sections.link.online ||
    [customer, invoices, openOrders].some(
      ({ state, ...rest }) => state === 'stale' && 'error' in rest && rest.error !== null,
    );
  const cut = [invoices, openOrders].some((section) => 'data' in section && isCut(section.data));
  const among = cut ? ' among what could be read' : '';
  if (isOld) return { level: 'unknown', text: `Nothing needed attention${among} when the ERP last answered` };
  if (isLeftAlone(asked)) {
    return { level: 'unknown', text: `Nothing needed attention${among} at ${answeredAtText(asked, format)}` };
  }
  return { level: cut ? 'unknown' : 'fine', text: `Nothing needs attention${among}` };
}
