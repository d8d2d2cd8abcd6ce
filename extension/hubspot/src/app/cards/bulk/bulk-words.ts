import { totalsByCurrency } from '../company/money-facts.ts';
import type { BulkAnswer, BulkEntry } from '../contracts/card-api.ts';
import type { Moment } from '../contracts/dates.ts';
import type { Pace } from '../poll.ts';
import { LEFT_ALONE_AFTER_MS } from '../words/age.ts';
import { amountText, type Format, moneyText, plural, timeText } from '../words/format.ts';
import { STATUS_WORDS } from '../words/order-status.ts';
import { type CompanyDeal, type Standing, standingInBulk } from './company-deal.ts';

/** Deals sent at once; the gateway takes no more (BULK_DEALS_MAX in its contract, whose values a card does not load). */
export const DEALS_MAX = 100;

/** A standing in a word, how much it wants to be noticed, and the sentence that explains it. */
export interface StandingWords {
  word: string;
  variant: 'default' | 'warning' | 'success' | 'error' | 'info';
  note: string | null;
}

const ORDER_VARIANTS = new Map(Object.values(STATUS_WORDS).map(({ word, variant }) => [word, variant]));

export function standingWords(standing: Standing): StandingWords {
  switch (standing.kind) {
    case 'to-send':
      return standing.note === null
        ? { word: 'Not sent yet', variant: 'default', note: null }
        : { word: 'Not sent', variant: 'warning', note: standing.note };
    case 'waiting':
      return { word: 'Waiting', variant: 'default', note: null };
    case 'under-way':
      return standing.doubt
        ? { word: 'Being confirmed', variant: 'warning', note: 'The ERP has not answered. It will not be sent twice.' }
        : { word: 'Being sent', variant: 'info', note: null };
    case 'ordered': {
      const word = standing.status ?? 'Ordered';
      return { word, variant: ORDER_VARIANTS.get(word) ?? 'success', note: standing.note };
    }
    case 'stopped':
      return { word: standing.word, variant: standing.word === 'Given up' ? 'warning' : 'error', note: standing.note };
    case 'elsewhere':
      return {
        word: 'Of another company',
        variant: 'default',
        note: 'The order goes to the deal’s primary company. Send it from there, or from the deal.',
      };
    case 'not-won':
      return { word: standing.isLost ? 'Lost' : 'Not won yet', variant: 'default', note: null };
    default:
      return standing satisfies never;
  }
}

/** `€4,920.00`; without a currency the number alone; a dash where there is none. */
export function dealAmount({ amount, currency }: Pick<CompanyDeal, 'amount' | 'currency'>, format: Format): string {
  if (amount === null) return '–';
  return currency === null ? amountText(amount, null, format) : moneyText(amount, currency, format);
}

/** The deals' sum in each currency; null where one of them says no amount, or not of what currency. */
export function totalWords(deals: readonly CompanyDeal[], format: Format): string | null {
  const rows = deals.flatMap(({ amount, currency }) =>
    amount === null || currency === null ? [] : [{ amount, currency }],
  );
  if (rows.length === 0 || rows.length < deals.length) return null;
  return totalsByCurrency(rows)
    .map(({ currency, total }) => moneyText(total, currency, format))
    .join(' + ');
}

/** Said of a list of deals that has stood on the screen for long; null: it was read a moment ago. */
export function oldDealsWords(readAtMs: number, nowMs: number, format: Format): string | null {
  if (nowMs - readAtMs < LEFT_ALONE_AFTER_MS) return null;
  return `Deals from ${timeText(new Date(readAtMs).toISOString() as Moment, nowMs, format)}, not refreshed since`;
}

/** What a click does, before it is done. */
export function confirmationWords(deals: readonly CompanyDeal[], erpTitle: string, online: boolean) {
  const many = deals.length > 1;
  return {
    title: `Send ${plural(deals.length, 'deal', 'deals')} to the ERP?`,
    sentences: [
      `${many ? 'Each' : 'It'} becomes one sales order in ${erpTitle}, once, also if you send it again.`,
      'A deal with a warning, or with something in its way, is not sent in bulk. It is left for somebody to look at.',
      ...(online
        ? []
        : [
            `The link to the ERP is down: ${many ? 'they wait' : 'it waits'} ten minutes for it, and nothing is sent if it stays down.`,
          ]),
    ],
  };
}

/** How far a bulk has come. */
export interface Progress {
  all: number;
  done: number;
  ordered: number;
  /** Not sent, refused, parked or given up: somebody has to look. */
  left: number;
}

/** Nothing more comes of it in its bulk: it is an order, or somebody has to look. */
export function isSettled(entry: BulkEntry): boolean {
  const { kind } = standingInBulk(entry);
  return kind !== 'waiting' && kind !== 'under-way';
}

const isLeft = ({ kind }: Standing): boolean => kind === 'to-send' || kind === 'stopped';

export function progressOf(entries: readonly BulkEntry[]): Progress {
  const done = entries.filter(isSettled).length;
  const left = entries.map(standingInBulk).filter(isLeft).length;
  return { all: entries.length, done, ordered: done - left, left };
}

/** `3 of 5 done`. */
export const doneWords = ({ all, done }: Progress): string => `${done} of ${all} done`;

/** Said where no deal can be chosen. */
export const nothingToSendWords = (deals: readonly CompanyDeal[]): string =>
  deals.some(({ standing }) => standing.kind === 'waiting')
    ? 'No other won deal is to be sent'
    : 'No won deal waits to be sent';

/** What came of a bulk that is over. */
export function endWords({ all, ordered, left }: Progress): { title: string; advice: string } {
  if (left === 0) {
    return {
      title: all === 1 ? 'The deal is ordered.' : `${all === 2 ? 'Both' : `All ${all}`} deals are ordered.`,
      advice: 'Each deal gets the number of its order.',
    };
  }
  const what = ordered === 0 ? 'No deal became an order' : `${ordered} of ${all} ordered`;
  return {
    title: `${what}, ${plural(left, 'deal needs', 'deals need')} a look.`,
    advice: `${left === 1 ? 'The reason stands beside it' : 'Beside each stands the reason'}. Open the deal to correct it and send it on its own, or to settle what became of it.`,
  };
}

/** Those that need a look on top; all others as they were asked for. */
export const byNeed = (entries: readonly BulkEntry[]): BulkEntry[] => [
  ...entries.filter((entry) => isLeft(standingInBulk(entry))),
  ...entries.filter((entry) => !isLeft(standingInBulk(entry))),
];

/** A bulk is asked for until each of its deals is an order or needs a look. */
export function paceOfBulk({ entries }: Pick<Extract<BulkAnswer, { ok: true }>, 'entries'>): Pace {
  const { all, done } = progressOf(entries);
  return done < all ? 'bulk' : 'none';
}
