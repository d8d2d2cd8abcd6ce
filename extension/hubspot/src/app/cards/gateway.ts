import { hubspot } from '@hubspot/ui-extensions';
import type { CompanyView, DealView, OrderView, PushAnswer, StockView } from './contracts/card-api.ts';
import { type Answer, decodeAnswer, NOT_SET_UP, noAnswer } from './problem.ts';

/** HubSpot's own limit for a request of a card in most of its documentation; the gateway answers within 2.5 s. */
const TIMEOUT_MS = 15_000;
/** As many as the ERP is asked for at once; a deal rarely has more. */
export const ITEMS_MAX = 50;

export type Fine<V extends { ok: boolean }> = Extract<V, { ok: true }>;

/** Everything the cards ask. Nothing here throws; each answer is the gateway's, or says why there is none. */
export interface Gateway {
  company(companyId: string): Promise<Answer<Fine<CompanyView>>>;
  order(companyId: string, orderId: string): Promise<Answer<Fine<OrderView>>>;
  stock(itemIds: readonly string[]): Promise<Answer<Fine<StockView>>>;
  deal(dealId: string): Promise<Answer<Fine<DealView>>>;
  /** Makes one order, however often it is called with the same deal and revision. */
  send(dealId: string, revision: number): Promise<Answer<Fine<PushAnswer>>>;
  push(pushId: string): Promise<Answer<Fine<PushAnswer>>>;
}

/** HubSpot's proxy refuses every header but `Authorization`, so none is ever set. */
async function call<A extends { ok: true }>(
  url: string,
  options: { method: 'GET' | 'POST'; body?: Record<string, unknown> },
): Promise<Answer<A>> {
  try {
    const response = await hubspot.fetch(url, { ...options, timeout: TIMEOUT_MS });
    return decodeAnswer<A>(await response.json());
  } catch {
    return noAnswer(null);
  }
}

/** @param variables the profile's variables; `GATEWAY_URL` is the gateway's https origin */
export function gatewayOf(variables: Record<string, unknown> | undefined): Gateway {
  const origin = variables?.GATEWAY_URL;
  const at = (...path: string[]): string =>
    `${String(origin).replace(/\/+$/, '')}/v1/card/${path.map(encodeURIComponent).join('/')}`;
  const get = async <A extends { ok: true }>(path: string[], query = ''): Promise<Answer<A>> =>
    typeof origin === 'string' ? call<A>(at(...path) + query, { method: 'GET' }) : NOT_SET_UP;

  return {
    company: (companyId) => get(['companies', companyId]),
    order: (companyId, orderId) => get(['companies', companyId, 'orders', orderId]),
    stock: (itemIds) =>
      get(
        ['stock'],
        `?${itemIds
          .slice(0, ITEMS_MAX)
          .map((id) => `item=${encodeURIComponent(id)}`)
          .join('&')}`,
      ),
    deal: (dealId) => get(['deals', dealId]),
    send: async (dealId, revision) =>
      typeof origin === 'string'
        ? call(at('deals', dealId, 'pushes'), { method: 'POST', body: { revision } })
        : NOT_SET_UP,
    push: (pushId) => get(['pushes', pushId]),
  };
}
