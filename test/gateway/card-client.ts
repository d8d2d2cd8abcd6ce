import { expect } from 'vitest';
import type { CardError, PushView } from '#contracts/card-api';
import { CompanyView, DealView, OrderView, PaymentsView, PushAnswer, SearchView, StockView } from '#contracts/card-api';
import { askAsHubspot } from './signed-request.ts';

/** The good half of an answer. */
type Good<T> = Extract<T, { ok: true }>;

/** What the cards of one portal ask. Each answer must be HTTP 200 and fit its published schema. */
export class CardClient {
  readonly portalId: string;

  constructor(portalId: string) {
    this.portalId = portalId;
  }

  async company(companyId: string, { refresh = false } = {}): Promise<CompanyView> {
    return CompanyView.parse(await this.#ask(`/v1/card/companies/${companyId}${refresh ? '?refresh=true' : ''}`));
  }

  async payments(companyId: string): Promise<PaymentsView> {
    return PaymentsView.parse(await this.#ask(`/v1/card/companies/${companyId}/payments`));
  }

  async order(companyId: string, orderId: string): Promise<OrderView> {
    return OrderView.parse(await this.#ask(`/v1/card/companies/${companyId}/orders/${orderId}`));
  }

  async search(companyId: string, number: string): Promise<SearchView> {
    const query = `number=${encodeURIComponent(number)}`;
    return SearchView.parse(await this.#ask(`/v1/card/companies/${companyId}/search?${query}`));
  }

  async stock(...itemIds: string[]): Promise<StockView> {
    return StockView.parse(await this.#ask(`/v1/card/stock?${itemIds.map((item) => `item=${item}`).join('&')}`));
  }

  async deal(dealId: string): Promise<DealView> {
    return DealView.parse(await this.#ask(`/v1/card/deals/${dealId}`));
  }

  async push(dealId: string, revision = 1): Promise<PushAnswer> {
    return PushAnswer.parse(await this.#ask(`/v1/card/deals/${dealId}/pushes`, JSON.stringify({ revision })));
  }

  async pushView(pushId: string): Promise<PushView> {
    return good(PushAnswer.parse(await this.#ask(`/v1/card/pushes/${pushId}`))).push;
  }

  /** Whatever is answered at this path. */
  answerAt(path: string): Promise<unknown> {
    return this.#ask(path);
  }

  async #ask(path: string, body?: string): Promise<unknown> {
    const response = await askAsHubspot(path, {
      portalId: this.portalId,
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    expect(response.status).toBe(200);
    return response.json();
  }
}

/** The answer, which must be a good one. */
export function good<T extends { ok: boolean }>(answer: T): Good<T> {
  expect(answer).toMatchObject({ ok: true });
  return answer as Good<T>;
}

/** The error of an answer, which must be a bad one. */
export function bad(answer: { ok: boolean }): CardError {
  expect(answer).toMatchObject({ ok: false });
  return (answer as { ok: false; error: CardError }).error;
}
