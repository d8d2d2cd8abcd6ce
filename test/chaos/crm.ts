import type { CastDeal } from '../sandbox/cast-deals.ts';

/** The stand-in CRM's control port. */
export class Crm {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async addDeal(deal: CastDeal): Promise<void> {
    const answer = await this.#post('/deals', deal);
    if (!answer.ok) throw new Error(`the stand-in CRM took no deal: ${await answer.text()}`);
  }

  /** The next requests of anybody get these answers. */
  async fail(faults: readonly { status: number; times: number }[]): Promise<void> {
    await this.#post('/next', faults);
  }

  async expireTokens(): Promise<void> {
    await this.#post('/expire-tokens', {});
  }

  /** The order number that the deal carries. */
  async orderOnDeal(dealId: string): Promise<string | null> {
    const answer = await fetch(`${this.#url}/control/deals/${dealId}`);
    const { properties } = (await answer.json()) as { properties: Record<string, string | null> };
    return properties.erp_order_number ?? null;
  }

  #post(path: string, body: object): Promise<Response> {
    return fetch(`${this.#url}/control${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}
