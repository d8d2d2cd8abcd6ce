import { z } from 'zod';

/** Reads and writes records of the CRM with an access token from the refresh-token grant, one grant at a time. */

const VERSION = '2026-09';
const RENEW_BEFORE_MS = 60_000;

export interface CrmCredentials {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

const Token = z.object({ access_token: z.string(), expires_in: z.number() });
export const CrmRecord = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  associations: z.record(z.string(), z.object({ results: z.array(z.object({ id: z.string() })) })).optional(),
});
export type CrmRecord = z.infer<typeof CrmRecord>;
const Records = z.object({ results: z.array(CrmRecord) });
/** One record that another is associated with, and every type that holds between the two. */
const CrmAssociation = z.object({
  toObjectId: z.union([z.string(), z.number()]).transform(String),
  associationTypes: z.array(z.object({ category: z.string(), typeId: z.number(), label: z.string().nullable() })),
});
export type CrmAssociation = z.infer<typeof CrmAssociation>;
const CrmAssociations = z.object({
  results: z.array(CrmAssociation),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

/** The CRM said no. */
export class CrmRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface CrmClient {
  list(type: string, properties: readonly string[]): Promise<CrmRecord[]>;
  read(type: string, id: string, properties: readonly string[], associations: readonly string[]): Promise<CrmRecord>;
  /** All that a record is associated with of one type, in the CRM's order. */
  associated(type: string, id: string, to: string): Promise<CrmAssociation[]>;
  readMany(type: string, ids: readonly string[], properties: readonly string[]): Promise<CrmRecord[]>;
  write(type: string, id: string, properties: Record<string, string>): Promise<void>;
}

export function createCrmClient(baseUrl: string, credentials: CrmCredentials, now: () => number): CrmClient {
  let token: Promise<{ text: string; renewAtMs: number }> | null = null;

  async function grant(): Promise<{ text: string; renewAtMs: number }> {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      refresh_token: credentials.refreshToken,
    });
    const answer = await fetch(`${baseUrl}/oauth/v3/token`, { method: 'POST', body: form });
    if (!answer.ok) throw new CrmRefusal(answer.status, 'the CRM gives no access token');
    const parsed = Token.parse(await answer.json());
    return { text: parsed.access_token, renewAtMs: now() + parsed.expires_in * 1000 - RENEW_BEFORE_MS };
  }

  async function currentToken(): Promise<string> {
    const held = await token?.catch(() => null);
    if (held === null || held === undefined || now() >= held.renewAtMs) token = grant();
    return ((await token) as { text: string }).text;
  }

  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(`${baseUrl}/crm/objects/${VERSION}/${path}`, {
        method,
        headers: { authorization: `Bearer ${await currentToken()}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.ok) return answer.json();
      token = answer.status === 401 ? null : token;
      if (answer.status !== 401 || attempt > 1) throw new CrmRefusal(answer.status, 'the CRM refused the request');
    }
  }

  return {
    async list(type, properties) {
      return Records.parse(await ask('GET', `${type}?limit=100&properties=${properties.join(',')}`)).results;
    },
    async read(type, id, properties, associations) {
      const query = `properties=${properties.join(',')}&associations=${associations.join(',')}`;
      return CrmRecord.parse(await ask('GET', `${type}/${encodeURIComponent(id)}?${query}`));
    },
    async associated(type, id, to) {
      const all: CrmAssociation[] = [];
      for (let after = ''; ; ) {
        const path = `${type}/${encodeURIComponent(id)}/associations/${to}?limit=500${after}`;
        const { results, paging } = CrmAssociations.parse(await ask('GET', path));
        all.push(...results);
        if (paging?.next === undefined) return all;
        after = `&after=${encodeURIComponent(paging.next.after)}`;
      }
    },
    async readMany(type, ids, properties) {
      if (ids.length === 0) return [];
      const inputs = [...new Set(ids)].slice(0, 100).map((id) => ({ id }));
      return Records.parse(await ask('POST', `${type}/batch/read`, { properties, inputs })).results;
    },
    async write(type, id, properties) {
      await ask('PATCH', `${type}/${encodeURIComponent(id)}`, { properties });
    },
  };
}
