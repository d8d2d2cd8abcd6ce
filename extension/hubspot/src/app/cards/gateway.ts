import { hubspot } from '@hubspot/ui-extensions';
import type {
  BulkAnswer,
  CandidatesView,
  CompanyView,
  DealView,
  LinkAnswer,
  OrderView,
  PaymentsView,
  PreviewView,
  PushAnswer,
  PushRequest,
  Resolution,
  SearchView,
  StockView,
  WaitingBulkAnswer,
} from './contracts/card-api.ts';
import { type Answer, decodeAnswer, NOT_SET_UP, noAnswer } from './problem.ts';
import { readerLocaleOf } from './words/format.ts';

/** HubSpot's own limit for a request of a card in most of its documentation; the gateway answers within 2.5 s. */
const TIMEOUT_MS = 15_000;
/** As many as the ERP is asked for at once; a deal rarely has more. */
export const ITEMS_MAX = 50;

export type Fine<V extends { ok: boolean }> = Extract<V, { ok: true }>;

/**
 * Everything the cards ask. Nothing here throws; each answer is the gateway's, or says why there is none.
 * `anew`: the ERP is asked however fresh the last known answer is; the gateway still answers at once.
 */
export interface Gateway {
  company(companyId: string, anew: boolean): Promise<Answer<Fine<CompanyView>>>;
  payments(companyId: string, anew: boolean): Promise<Answer<Fine<PaymentsView>>>;
  order(companyId: string, orderId: string, anew: boolean): Promise<Answer<Fine<OrderView>>>;
  /** The customer's orders by any number that a person reads out. */
  search(companyId: string, number: string, anew: boolean): Promise<Answer<Fine<SearchView>>>;
  stock(itemIds: readonly string[], anew: boolean): Promise<Answer<Fine<StockView>>>;
  deal(dealId: string): Promise<Answer<Fine<DealView>>>;
  /** What the ERP would say to this deal. */
  preview(dealId: string, anew: boolean): Promise<Answer<Fine<PreviewView>>>;
  /** Makes one order, however often it is called with the same deal and revision. */
  send(dealId: string, wish: PushRequest): Promise<Answer<Fine<PushAnswer>>>;
  push(pushId: string): Promise<Answer<Fine<PushAnswer>>>;
  /** Sends deals one by one; the same deals again are the same bulk. */
  sendBulk(dealIds: readonly string[]): Promise<Answer<Fine<BulkAnswer>>>;
  bulk(bulkId: string): Promise<Answer<Fine<BulkAnswer>>>;
  /** In which bulk one of these deals waits for its turn. */
  waitingBulk(dealIds: readonly string[]): Promise<Answer<Fine<WaitingBulkAnswer>>>;
  /** What a person decides about a parked push. */
  resolve(pushId: string, resolution: Resolution): Promise<Answer<Fine<PushAnswer>>>;
  /** Customers of the ERP that may be this company. */
  candidates(companyId: string, search: string | null, anew: boolean): Promise<Answer<Fine<CandidatesView>>>;
  /** This company is that customer of the ERP. */
  link(companyId: string, customerId: string): Promise<Answer<Fine<LinkAnswer>>>;
}

/** Half an emoji is no text that can be sent, and would throw. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** HubSpot's proxy refuses every header but `Authorization`, so none is ever set. */
async function call<A extends { ok: true }>(
  url: string,
  options: { method: 'GET' | 'POST' | 'PUT'; body?: Record<string, unknown> },
): Promise<Answer<A>> {
  try {
    const response = await hubspot.fetch(url, { ...options, timeout: TIMEOUT_MS });
    return decodeAnswer<A>(await response.json());
  } catch {
    return noAnswer(null);
  }
}

/**
 * @param variables the profile's variables; `GATEWAY_URL` is the gateway's https origin
 * @param locale how the reader writes numbers: the gateway's sentences write theirs so
 */
export function gatewayOf(variables: Record<string, unknown> | undefined, locale: string): Gateway {
  const origin = variables?.GATEWAY_URL;
  const at = (...path: string[]): string =>
    `${String(origin).replace(/\/+$/, '')}/v1/card/${path.map(encoded).join('/')}`;
  const asked = (path: string[], query: [string, string][]): string => {
    const pairs = query.map(([name, value]) => `${name}=${encoded(value)}`);
    return [at(...path), ...(pairs.length === 0 ? [] : [pairs.join('&')])].join('?');
  };
  const get = async <A extends { ok: true }>(path: string[], query: [string, string][] = []): Promise<Answer<A>> =>
    typeof origin === 'string' ? call<A>(asked(path, query), { method: 'GET' }) : NOT_SET_UP;
  const tell = async <A extends { ok: true }>(
    method: 'POST' | 'PUT',
    path: string[],
    body: Record<string, unknown>,
    query: [string, string][] = [],
  ): Promise<Answer<A>> => (typeof origin === 'string' ? call<A>(asked(path, query), { method, body }) : NOT_SET_UP);
  const reader = readerLocaleOf(locale).map((tag): [string, string] => ['locale', tag]);
  const refreshing = (anew: boolean): [string, string][] => (anew ? [['refresh', 'true']] : []);

  return {
    company: (companyId, anew) => get(['companies', companyId], refreshing(anew)),
    payments: (companyId, anew) => get(['companies', companyId, 'payments'], refreshing(anew)),
    order: (companyId, orderId, anew) => get(['companies', companyId, 'orders', orderId], refreshing(anew)),
    search: (companyId, number, anew) =>
      get(['companies', companyId, 'search'], [['number', number], ...refreshing(anew)]),
    stock: (itemIds, anew) => {
      const items = itemIds.slice(0, ITEMS_MAX).map((id): [string, string] => ['item', id]);
      return get(['stock'], [...items, ...refreshing(anew)]);
    },
    deal: (dealId) => get(['deals', dealId]),
    preview: (dealId, anew) => get(['deals', dealId, 'preview'], [...reader, ...refreshing(anew)]),
    send: (dealId, wish) => tell('POST', ['deals', dealId, 'pushes'], wish, reader),
    push: (pushId) => get(['pushes', pushId]),
    sendBulk: (dealIds) => tell('POST', ['bulk-pushes'], { dealIds: [...dealIds] }),
    bulk: (bulkId) => get(['bulk-pushes', bulkId]),
    waitingBulk: (dealIds) =>
      get(
        ['bulk-pushes'],
        dealIds.map((id): [string, string] => ['deal', id]),
      ),
    resolve: (pushId, resolution) => tell('POST', ['pushes', pushId, 'resolution'], resolution),
    candidates: (companyId, search, anew) => {
      const searched: [string, string][] = search === null ? [] : [['search', search]];
      return get(['companies', companyId, 'candidates'], [...searched, ...refreshing(anew)]);
    },
    link: (companyId, customerId) => tell('PUT', ['companies', companyId, 'customer'], { customerId }),
  };
}
