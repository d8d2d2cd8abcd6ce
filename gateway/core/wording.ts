/** How amounts, quantities and days are written in a sentence: for a reader whose card says how, or plainly for anybody. */

import type { ReaderLocale } from '#contracts/card-api';
import type { IsoDate } from '#contracts/dates';
import type { Decimal } from '#contracts/decimal';
import { count, day, money } from './plain-words.ts';

export interface Wording {
  money(amount: Decimal, currency: string): string;
  count(quantity: Decimal): string;
  day(date: IsoDate): string;
}

/** For whom nobody knows: a workflow, a list, a note in the CRM. The currency's code and the year leave nothing to guess. */
export const PLAIN: Wording = { money, count, day };

/** As many as a decimal of the contract has. */
const PLACES_MAX = 6;

/** Intl writes decimal text exactly; its type wants to know that the text is a number. */
const numeric = (value: Decimal) => value as `${number}`;

/**
 * As the cards write them (extension/hubspot/src/app/cards/words/format.ts), so that a sentence and the table above it
 * say the same: `€0.70`, `0,70 €`; a day has its year only where it is not this year.
 * @param nowMs which year this is
 */
export function wordingFor(locale: ReaderLocale | undefined, nowMs: number): Wording {
  if (locale === undefined) return PLAIN;
  const thisYear = new Date(nowMs).toISOString().slice(0, 4);
  // Made once for all sentences: a formatter costs more than what it writes.
  const quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: PLACES_MAX });
  const amounts = new Map<string, Intl.NumberFormat>();
  return {
    money: (amount, currency) => {
      const format = amounts.get(currency) ?? amountsIn(locale, currency);
      amounts.set(currency, format);
      return format.format(numeric(amount));
    },
    count: (quantity) => quantities.format(numeric(quantity)),
    day: (date) =>
      new Intl.DateTimeFormat(locale, {
        timeZone: 'UTC',
        day: 'numeric',
        month: 'short',
        ...(date.startsWith(thisYear) ? {} : { year: 'numeric' }),
      }).format(Date.parse(`${date}T00:00:00Z`)),
  };
}

/** The currency's own places at least, and none hidden. */
function amountsIn(locale: ReaderLocale, currency: string): Intl.NumberFormat {
  const { maximumFractionDigits: places } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const digits = { minimumFractionDigits: places ?? 2, maximumFractionDigits: PLACES_MAX };
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
}
