import { signV3 } from '../../extension/preview/signature.ts';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { type HttpAnswer, HttpClient } from './http-client.ts';

/** A section's state, as far as the bench looks at it. */
interface SectionState {
  state: 'fresh' | 'stale' | 'loading' | 'failed';
  error?: { code: string } | null;
}

/** A card answer, as far as the bench looks at it. */
export interface CardBody {
  ok: boolean;
  error?: { code: string };
  customer?: SectionState;
  openOrders?: SectionState;
  orders?: SectionState;
  invoices?: SectionState;
  order?: SectionState;
  stock?: SectionState;
}

export interface CardAnswer {
  status: number;
  body: CardBody;
  /** Length of the body in characters. */
  length: number;
}

const cardAnswer = ({ status, body }: HttpAnswer): CardAnswer => ({
  status,
  body: JSON.parse(body) as CardBody,
  length: body.length,
});

/** Asks the gateway as HubSpot's proxy does: its query appended, signed over the public address. */
export class CardClient {
  readonly #gateway: string;
  readonly #http: HttpClient;

  constructor(gateway: string) {
    this.#gateway = gateway;
    this.#http = new HttpClient(gateway);
  }

  async view(path: string, portalId: string = String(HUBSPOT_ACCOUNT.portalId)): Promise<CardAnswer> {
    return cardAnswer(await this.raw('GET', path, '', portalId));
  }

  company(companyId: string): Promise<CardAnswer> {
    return this.view(`/v1/card/companies/${companyId}`);
  }

  stock(itemIds: readonly string[], portalId?: string): Promise<CardAnswer> {
    return this.view(`/v1/card/stock?${itemIds.map((item) => `item=${item}`).join('&')}`, portalId);
  }

  async push(dealId: string): Promise<CardAnswer> {
    return cardAnswer(await this.raw('POST', `/v1/card/deals/${dealId}/pushes`, JSON.stringify({ revision: 1 })));
  }

  async preview(dealId: string, portalId?: string): Promise<string> {
    const { body } = await this.raw('GET', `/v1/card/deals/${dealId}/preview`, '', portalId);
    return (JSON.parse(body) as { preview?: { hash: string } }).preview?.hash ?? '';
  }

  /** @param previewHash what was seen before; warnings are overridden */
  async send(dealId: string, previewHash: string | null, portalId?: string): Promise<CardAnswer> {
    const asked = JSON.stringify({ revision: 1, previewHash, override: true });
    return cardAnswer(await this.raw('POST', `/v1/card/deals/${dealId}/pushes`, asked, portalId));
  }

  /** The answer unparsed: for rates, where parsing would be the generator's cost. */
  raw(method: string, path: string, body = '', portalId = String(HUBSPOT_ACCOUNT.portalId)): Promise<HttpAnswer> {
    const { userId, userEmail, appId, clientSecret } = HUBSPOT_ACCOUNT;
    const query = `userId=${userId}&portalId=${portalId}&userEmail=${encodeURIComponent(userEmail)}&appId=${appId}`;
    const signed = `${path}${path.includes('?') ? '&' : '?'}${query}`;
    const timestampMs = Date.now();
    const uri = `${this.#gateway}${signed}`;
    return this.#http.call({
      method,
      path: signed,
      body,
      headers: {
        'x-hubspot-signature-v3': signV3(clientSecret, { method, uri, body, timestampMs }),
        'x-hubspot-request-timestamp': String(timestampMs),
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      },
    });
  }

  close(): void {
    this.#http.close();
  }
}
