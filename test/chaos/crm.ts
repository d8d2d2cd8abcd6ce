import type { CastDeal } from '../sandbox/cast-deals.ts';
import { control } from './control.ts';

/** The stand-in CRM's control port. */
export class Crm {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async addDeal(deal: CastDeal): Promise<void> {
    await control(`${this.#url}/control/deals`, 'POST', deal);
  }

  /** The next requests of anybody get these answers. */
  async fail(faults: readonly { status: number; times: number }[]): Promise<void> {
    await control(`${this.#url}/control/next`, 'POST', faults);
  }

  async expireTokens(): Promise<void> {
    await control(`${this.#url}/control/expire-tokens`, 'POST', {});
  }

  /** The order number that the deal carries. */
  async orderOnDeal(dealId: string): Promise<string | null> {
    const answer = await control(`${this.#url}/control/deals/${dealId}`, 'GET');
    const { properties } = answer as { properties: Record<string, string | null> };
    return properties.erp_order_number ?? null;
  }

  /** How the CRM answered what the gateway asked about a deal, as far back as it remembers: `GET path 429`. */
  async answersAbout(dealId: string): Promise<string[]> {
    const answer = await control(`${this.#url}/control/requests`, 'GET');
    const { requests } = answer as { requests: { method: string; path: string; status: number }[] };
    return requests
      .filter(({ path, status }) => path.includes(dealId) || status >= 400)
      .map(({ method, path, status }) => `${method} ${path} ${status}`);
  }
}
