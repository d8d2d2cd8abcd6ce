import { z } from 'zod';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import type { CrmPause } from './crm-pause.ts';
import { fetchJson } from './fetch-json.ts';
import { askedPauseMs } from './hubspot-rate.ts';
import { OAUTH_VERSION } from './hubspot-version.ts';

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export interface TokenSource {
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  /** Opens the sealed refresh token. */
  refreshToken: () => Promise<string>;
}

/** Renewed a minute early, so that none expires on its way. */
const EARLY_MS = 60_000;
const TIMEOUT_MS = 8_000;

/**
 * Access tokens of one HubSpot account (30 minutes, developers.hubspot.com "Manage OAuth access tokens").
 * However many ask at once, one renewal runs.
 */
export class HubspotToken {
  readonly #source: TokenSource;
  readonly #pause: CrmPause;
  readonly #now: () => number;
  #current: { token: string; expiresAt: number } | null = null;
  #renewal: Promise<Result<string>> | null = null;

  constructor(source: TokenSource, pause: CrmPause, now: () => number) {
    this.#source = source;
    this.#pause = pause;
    this.#now = now;
  }

  async read(): Promise<Result<string>> {
    if (this.#current !== null && this.#now() < this.#current.expiresAt - EARLY_MS) return ok(this.#current.token);
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** HubSpot refused this token: the next read renews it, unless that has happened already. */
  refused(token: string): void {
    if (this.#current?.token === token) this.#current = null;
  }

  async #renew(): Promise<Result<string>> {
    const { apiUrl, clientId, clientSecret, refreshToken } = this.#source;
    try {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: await refreshToken(),
      });
      const url = `${apiUrl}/oauth/${OAUTH_VERSION}/token`;
      const answered = await fetchJson(url, { method: 'POST', body: form }, TIMEOUT_MS);
      if (answered.status === 429) this.#pause.begin(this.#now() + askedPauseMs(answered));
      const answer = TokenAnswer.safeParse(answered.body);
      if (!answered.ok || !answer.success) return fail(refusal(answered.status));
      this.#current = {
        token: answer.data.access_token,
        expiresAt: this.#now() + answer.data.expires_in * 1000,
      };
      return ok(this.#current.token);
    } catch (error) {
      return fail(failure('crm.unavailable', { detail: `token renewal: ${nameOf(error)}` }));
    }
  }
}

const refusal = (status: number) => {
  const detail = `token renewal answered ${status}`;
  if (status === 429) return failure('crm.busy', { detail });
  const isRefused = status === 400 || status === 401 || status === 403;
  return failure(isRefused ? 'crm.credential-refused' : 'crm.unavailable', { detail });
};

/** The kind of an error, never its text, which may quote the request. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
