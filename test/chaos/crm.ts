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

  /** How the CRM answered what the gateway asked about a deal, as far back as it remembers: `GET path 429`. */
  async answersAbout(dealId: string): Promise<string[]> {
    const answer = await fetch(`${this.#url}/control/requests`);
    const { requests } = (await answer.json()) as { requests: { method: string; path: string; status: number }[] };
    return requests
      .filter(({ path, status }) => path.includes(dealId) || status >= 400)
      .map(({ method, path, status }) => `${method} ${path} ${status}`);
  }

  #post(path: string, body: object): Promise<Response> {
    return fetch(`${this.#url}/control${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}
