import type { IsoDate, Moment } from '../contracts/dates.ts';

/** How this reader writes numbers, dates and times. */
export interface Format {
  locale: string;
  /** IANA zone; undefined: the browser's own. */
  timeZone: string | undefined;
}

/** The CRM's locale (`en-us`, `de_DE`) as Intl takes it; English where it is missing or unknown. */
export function localeOf(crmLocale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales((crmLocale ?? 'en').replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** A locale as the gateway takes it (contracts/card-api.ts, ReaderLocale): language, script and region. None where it has no such form: its sentences are then written plainly. */
export function readerLocaleOf(locale: string): string[] {
  const { language, script, region } = new Intl.Locale(locale);
  return language.length > 3 ? [] : [[language, script, region].filter(Boolean).join('-')];
}

const currencyPlaces = (currency: string | null): number =>
  currency === null
    ? 2
    : (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);

/** Intl formats decimal text exactly; its type wants to know that the text is a number. */
const numeric = (value: string) => value as `${number}`;

/** An amount without its currency, for a column whose header names it: `8,240.00`. Never hides a place; two places where the currency is not known. */
export function amountText(value: string, currency: string | null, { locale }: Format): string {
  const minimumFractionDigits = currencyPlaces(currency);
  return new Intl.NumberFormat(locale, { minimumFractionDigits, maximumFractionDigits: 6 }).format(numeric(value));
}

/** An amount in a sentence or a figure: `€8,240.00`. */
export function moneyText(value: string, currency: string, { locale }: Format): string {
  const minimumFractionDigits = currencyPlaces(currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits,
    maximumFractionDigits: 6,
  }).format(numeric(value));
}

/** A quantity without needless zeros: `3`, `2.5`. */
export const quantityText = (value: string, { locale }: Format): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(numeric(value));

/** The reader's calendar day at that moment, e.g. `2026-11-21`. */
export function dayOf(nowMs: number, { timeZone }: Format): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const of = Object.fromEntries(parts.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  return `${of.year}-${of.month}-${of.day}`;
}

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** A calendar day, with its year only where it is not this year: `28 Nov`, `28 Nov 2025`. */
export function dateText(date: IsoDate, nowMs: number, format: Format): string {
  const thisYear = date.slice(0, 4) === dayOf(nowMs, format).slice(0, 4);
  return new Intl.DateTimeFormat(format.locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(thisYear ? {} : { year: 'numeric' }),
  }).format(Date.parse(`${date}T00:00:00Z`));
}

/** A time of day, with its date where that is not today: `14:02`, `20 Nov, 14:02`. */
export function timeText(moment: Moment, nowMs: number, format: Format): string {
  const at = Date.parse(moment);
  const time = new Intl.DateTimeFormat(format.locale, { timeZone: format.timeZone, timeStyle: 'short' }).format(at);
  const day = dayOf(at, format);
  return day === dayOf(nowMs, format) ? time : `${dateText(day as IsoDate, nowMs, format)}, ${time}`;
}

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Somebody's words inside a sentence of ours: right-to-left text is set apart (Unicode isolates, invisible), or it would pull the numbers after it to its other side. */
export const quoted = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** `1 invoice`, `2 invoices`. */
export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
