import { z } from 'zod';
import { type Failure, failure } from '#contracts/errors';
import type { CrmPause } from './crm-pause.ts';
import { fetchJson, type JsonAnswer } from './fetch-json.ts';
import { askedPauseMs } from './hubspot-rate.ts';
import { type HubspotToken, nameOf } from './hubspot-token.ts';

const TIMEOUT_MS = 8_000;

/** HubSpot's error body ("Handle errors", "Property validations"): which properties it refused, where it says so. */
const ErrorBody = z.object({
  message: z.string().optional(),
  errors: z
    .array(z.object({ context: z.object({ propertyName: z.array(z.string()).optional() }).optional() }))
    .optional()
    .catch(undefined),
});

export type HubspotAnswer =
  | { ok: true; value: unknown }
  /** `refusedProperties`: by name, where a write was refused because of some of them. */
  | { ok: false; error: Failure; refusedProperties: string[] };

/** Requests to one HubSpot account: with its token, in bounded time, and with its failures in our words. */
export class HubspotApi {
  readonly #apiUrl: string;
  readonly #token: HubspotToken;
  readonly #pause: CrmPause;
  readonly #now: () => number;

  constructor(apiUrl: string, token: HubspotToken, pause: CrmPause, now: () => number) {
    this.#apiUrl = apiUrl;
    this.#token = token;
    this.#pause = pause;
    this.#now = now;
  }

  /** One request; with a renewed token once more where HubSpot refused the token. */
  async request(method: string, path: string, body?: unknown, again = true): Promise<HubspotAnswer> {
    const token = await this.#token.read();
    if (!token.ok) return { ...token, refusedProperties: [] };
    try {
      const init = {
        method,
        headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual' as const,
      };
      const answer = await fetchJson(`${this.#apiUrl}/${path}`, init, TIMEOUT_MS);
      if (answer.status === 401 && again) {
        this.#token.refused(token.value);
        return this.request(method, path, body, false);
      }
      if (answer.status === 429) this.#pause.begin(this.#now() + askedPauseMs(answer));
      else if (answer.status < 500) this.#pause.answered();
      return answer.ok ? { ok: true, value: answer.body } : refusalOf(answer);
    } catch (error) {
      return { ok: false, error: failure('crm.unavailable', { detail: nameOf(error) }), refusedProperties: [] };
    }
  }
}

function refusalOf({ status, body }: JsonAnswer): HubspotAnswer {
  const said = ErrorBody.safeParse(body);
  const message = said.success ? said.data.message : undefined;
  const detail = `HubSpot answered ${status}${message === undefined ? '' : `: ${message}`}`;
  const named = said.success ? (said.data.errors ?? []).flatMap(({ context }) => context?.propertyName ?? []) : [];
  return { ok: false, error: failure(codeOf(status), { detail }), refusedProperties: status === 400 ? named : [] };
}

function codeOf(status: number) {
  if (status === 401 || status === 403) return 'crm.credential-refused';
  if (status === 404) return 'crm.not-found';
  if (status === 429) return 'crm.busy';
  return status >= 500 ? 'crm.unavailable' : 'crm.rejected';
}
