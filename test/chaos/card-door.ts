import { z } from 'zod';
import { CardClient } from '../bench/card-client.ts';

/** A push as the card is told of it, as far as it is looked at here. */
const Told = z.object({
  pushId: z.string(),
  reference: z.string(),
  state: z.string(),
  orderId: z.string().nullable(),
  writtenBack: z.boolean(),
  problem: z.object({ code: z.string() }).nullable(),
});
export type Told = z.infer<typeof Told>;

const Answer = z.union([
  z.object({ ok: z.literal(true), push: Told }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
]);
export type CardAnswer = z.infer<typeof Answer> | { ok: false; error: { code: 'no-answer' } };

const Previewed = z.object({ ok: z.literal(true), preview: z.object({ hash: z.string() }) });

const NO_ANSWER: CardAnswer = { ok: false, error: { code: 'no-answer' } };

/** The card's routes, signed as HubSpot signs them, for one HubSpot account. */
export class CardDoor {
  readonly #client: CardClient;
  readonly #portalId: string;

  constructor(gateway: string, portalId: string) {
    this.#client = new CardClient(gateway);
    this.#portalId = portalId;
  }

  /** One click on "Send to ERP", in spite of what the preview warns of. */
  async push(dealId: string): Promise<CardAnswer> {
    const seen = Previewed.safeParse(await this.#read('GET', `/v1/card/deals/${dealId}/preview`, ''));
    const previewHash = seen.success ? seen.data.preview.hash : null;
    const body = JSON.stringify({ revision: 1, previewHash, override: true });
    return this.#ask('POST', `/v1/card/deals/${dealId}/pushes`, body);
  }

  view(pushId: string): Promise<CardAnswer> {
    return this.#ask('GET', `/v1/card/pushes/${pushId}`, '');
  }

  close(): void {
    this.#client.close();
  }

  async #ask(method: string, path: string, body: string): Promise<CardAnswer> {
    const answer = Answer.safeParse(await this.#read(method, path, body));
    return answer.success ? answer.data : NO_ANSWER;
  }

  async #read(method: string, path: string, body: string): Promise<unknown> {
    try {
      return JSON.parse((await this.#client.raw(method, path, body, this.#portalId)).body);
    } catch {
      // A killed gateway breaks connections, and answers halfway.
      return null;
    }
  }
}
