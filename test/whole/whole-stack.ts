import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { z } from 'zod';
import type { OrderEvidence } from '../sandbox/erp/order-evidence.ts';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { sandboxSecrets } from '../sandbox/secrets.ts';
import { type Stack, startStack } from '../sandbox/stack.ts';
import { throughHubspot } from './hubspot-proxy.ts';

/** [item, quantity, net price] */
export type Line = readonly [itemId: string, quantity: string, unitPrice: string];

/** An agent that a gateway turned away dials again within 20 s, then within 30 s each time (agent/link/supervisor.ts): four times are enough. */
const AGENT_BACK_MS = 150_000;

const Push = z.looseObject({
  pushId: z.string(),
  reference: z.string(),
  state: z.string(),
  orderId: z.string().nullable(),
  problem: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
});
export type Push = z.infer<typeof Push>;
const Refusal = z.looseObject({
  ok: z.literal(false),
  error: z.looseObject({ code: z.string(), message: z.string() }),
});
const Pushed = z.union([z.looseObject({ ok: z.literal(true), push: Push }), Refusal]);
const Previewed = z.looseObject({
  ok: z.literal(true),
  loading: z.boolean(),
  preview: z.looseObject({
    hash: z.string(),
    findings: z.array(z.looseObject({ level: z.string(), code: z.string(), message: z.string() })),
  }),
});

/** Everything from the CRM to the ERP, each part its own process, for the tests of one file. */
export class WholeStack {
  readonly #dir: string;
  readonly stack: Stack;

  private constructor(dir: string, stack: Stack) {
    this.#dir = dir;
    this.stack = stack;
  }

  /** Starts before the tests of this file and ends after them. */
  static forFile(): () => WholeStack {
    let whole: WholeStack | null = null;
    const dir = mkdtempSync(join(tmpdir(), 'drawbridge-whole-'));
    beforeAll(async () => {
      whole = new WholeStack(dir, await startStack({ dir, port: 0, small: true, onLine: () => {} }));
    }, 120_000);
    afterAll(async () => {
      await whole?.stack.stop();
      rmSync(dir, { recursive: true, force: true });
    });
    return () => {
      if (whole === null) throw new Error('it has not started yet');
      return whole;
    };
  }

  async card(path: string, method = 'GET', body?: object): Promise<unknown> {
    const sent = body === undefined ? '' : JSON.stringify(body);
    const answer = await throughHubspot(this.stack.gateway, `/v1/card${path}`, { method, body: sent });
    expect(answer.status).toBe(200);
    return answer.body;
  }

  /** What a person looks at: all that the ERP has to say, however busy it is. */
  async preview(dealId: string) {
    for (;;) {
      const { preview, loading } = Previewed.parse(await this.card(`/deals/${dealId}/preview`));
      if (!loading) return { ...preview, blocks: preview.findings.filter(({ level }) => level === 'block') };
      await delay(400);
    }
  }

  /** The look, also just after the gateway was replaced: until its agent and the CRM are back it is none. */
  previewOnceThere(dealId: string) {
    return vi.waitFor(() => this.preview(dealId), { timeout: AGENT_BACK_MS, interval: 500 });
  }

  /** One click, in spite of every warning. @param seen what was looked at before */
  async send(dealId: string, seen: { hash: string }, revision = 1) {
    const asked = { revision, previewHash: seen.hash, override: true };
    return Pushed.parse(await this.card(`/deals/${dealId}/pushes`, 'POST', asked));
  }

  /** The push of a click that was taken, once it has ended. */
  async ended(answer: z.infer<typeof Pushed>, ...states: string[]): Promise<Push> {
    if (!answer.ok) throw new Error(`not taken: ${answer.error.code} ${answer.error.message}`);
    const read = async () => {
      const now = Pushed.parse(await this.card(`/pushes/${answer.push.pushId}`));
      return now.ok ? now.push : answer.push;
    };
    await expect.poll(async () => states.includes((await read()).state), { timeout: AGENT_BACK_MS }).toBe(true);
    return read();
  }

  async newDeal(dealId: string, customerId: string, lines: readonly Line[], name = `Deal ${dealId}`): Promise<void> {
    const given = lines.map(([itemId, quantity, unitPrice]) => ({ itemId, quantity, unitPrice }));
    await this.#hubspot('deals', 'POST', { dealId, name, customerId, stage: 'won', lines: given });
  }

  async change(type: 'deals' | 'line_items' | 'companies', id: string, properties: Record<string, string | null>) {
    await this.#hubspot(`objects/${type}/${id}`, 'PATCH', { properties });
  }

  async knobs(patch: object): Promise<void> {
    expect((await postJson(`${this.stack.erpControl}/knobs`, 'POST', patch)).status).toBe(200);
  }

  /** What the ERP's own tables hold. */
  async orders(reference: string): Promise<OrderEvidence[]> {
    const response = await fetch(`${this.stack.erpControl}/orders?reference=${encodeURIComponent(reference)}`);
    return ((await response.json()) as { orders: OrderEvidence[] }).orders;
  }

  async orderCount(): Promise<number> {
    return ((await (await fetch(`${this.stack.erpControl}/orders/count`)).json()) as { count: number }).count;
  }

  async setPolicy(policy: object): Promise<void> {
    const headers = { authorization: `Bearer ${sandboxSecrets(this.#dir).operatorPassphrase}` };
    const tenants = `${this.stack.gateway}/v1/operations/tenants`;
    const hubspot = { portalId: String(HUBSPOT_ACCOUNT.portalId), refreshToken: HUBSPOT_ACCOUNT.refreshToken };
    const known = await postJson(tenants, 'POST', { name: 'Sandbox', hubspot }, headers);
    const { tenantId } = (await known.json()) as { tenantId: string };
    expect((await postJson(`${tenants}/${tenantId}/policy`, 'PUT', policy, headers)).status).toBe(200);
  }

  async #hubspot(path: string, method: string, body: object): Promise<void> {
    const response = await postJson(`${this.stack.hubspot}/control/${path}`, method, body);
    expect([200, 201]).toContain(response.status);
  }
}

const postJson = (url: string, method: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
