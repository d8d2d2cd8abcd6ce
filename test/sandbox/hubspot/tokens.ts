import { HUBSPOT_ACCOUNT } from './account.ts';
import { expired, type HubspotError, notAuthenticated } from './errors.ts';

/** "Manage OAuth access tokens": an access token lives for 30 minutes. */
const LIFETIME_MS = 30 * 60_000;

/** Access tokens that were given out, and until when each is good. */
export class AccessTokens {
  #expiresAtMs = new Map<string, number>();

  /** Answers POST /oauth/{version}/token. Only the refresh grant is offered here. */
  async exchange(request: Request, now: number): Promise<Response> {
    if (!(request.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) {
      return refused('unsupported_grant_type', 'BAD_CONTENT_TYPE', 'the body must be form-encoded', 415);
    }
    const form = new URLSearchParams(await request.text());
    if (form.get('grant_type') !== 'refresh_token') {
      return refused('unsupported_grant_type', 'BAD_GRANT_TYPE', 'missing or unknown grant type');
    }
    if (form.get('client_id') !== HUBSPOT_ACCOUNT.clientId) {
      return refused('invalid_client', 'BAD_CLIENT_ID', 'missing or invalid client id');
    }
    if (form.get('client_secret') !== HUBSPOT_ACCOUNT.clientSecret) {
      return refused('invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret');
    }
    if (form.get('refresh_token') !== HUBSPOT_ACCOUNT.refreshToken) {
      return refused('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
    }
    // Real ones exceed 300 characters, and so must whatever stores them.
    const token = `eu1-${crypto.randomUUID()}-${'x'.repeat(280)}`;
    this.#expiresAtMs.set(token, now + LIFETIME_MS);
    return Response.json({
      token_type: 'bearer',
      access_token: token,
      refresh_token: HUBSPOT_ACCOUNT.refreshToken,
      expires_in: LIFETIME_MS / 1000,
      hub_id: HUBSPOT_ACCOUNT.portalId,
      user_id: HUBSPOT_ACCOUNT.userId,
      scopes: ['oauth', 'crm.objects.deals.read', 'crm.objects.deals.write', 'crm.objects.companies.read'],
    });
  }

  /** Why this request may not pass; null where it may. */
  problemOf(request: Request, now: number): HubspotError | null {
    const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const expiresAtMs = token === undefined ? undefined : this.#expiresAtMs.get(token);
    if (expiresAtMs === undefined) return notAuthenticated();
    return now < expiresAtMs ? null : expired(Math.ceil((now - expiresAtMs) / 1000));
  }

  /** Makes every token that is out there an expired one. */
  expireAll(now: number): void {
    for (const token of this.#expiresAtMs.keys()) this.#expiresAtMs.set(token, now - 1000);
  }
}

function refused(error: string, status: string, message: string, http = 400): Response {
  const body = { status, message, correlationId: crypto.randomUUID(), error, error_description: message };
  return Response.json(body, { status: http });
}
