import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import type { CrmRecordId, SalesOrderId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { CrmWrite } from '../../gateway/core/crm-write.ts';
import { CrmPause } from '../../gateway/crm/crm-pause.ts';
import type { Crm, DealFacts } from '../../gateway/crm/port.ts';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { CrmOutbox, LANDED_MS } from '../../gateway/durable/crm-outbox.ts';
import { OutboxStore } from '../../gateway/durable/outbox-store.ts';
import { freshTenant } from './fresh-tenant.ts';

const DEAL = '77' as CrmRecordId;
const words = (status: string, problem: string | null = null): CrmWrite => ({
  kind: 'problem',
  recordId: DEAL,
  status,
  problem,
});
const order: CrmWrite = { kind: 'order-number', recordId: DEAL, pushId: 'p_1', orderId: 'A-1' as SalesOrderId };

/** `left-alone`: no answer, while somebody else has heard that the CRM wants to be left alone. */
type Ends = 'ok' | 'no-answer' | 'left-alone' | 'too-busy' | 'never';

/** One life after the other of an object over one store; the CRM does what each is told to answer. */
async function lives(
  play: (stage: {
    put: (write: CrmWrite) => void;
    /** Runs the outbox in a new life; a write that is never answered does not hold the test up. */
    live: (answer: Ends) => Promise<void>;
    pass: (ms: number) => void;
    said: string[];
    dueInMs: () => number | null;
  }) => Promise<void>,
): Promise<void> {
  const tenant = await freshTenant();
  await runInDurableObject(tenant.stub, async (_object, { storage }) => {
    const start = Date.now() + 3_600_000;
    let at = start;
    const now = () => at;
    const said: string[] = [];
    const entries = new OutboxStore(storage.sql);
    const live = async (answer: Ends) => {
      const pause = new CrmPause();
      const writeDeal = (_dealId: string, { status }: DealFacts): Promise<Result<{ leftOut: string[] }>> => {
        said.push(String(status));
        if (answer === 'never') return new Promise(() => {});
        if (answer === 'too-busy' || answer === 'left-alone') pause.begin(now() + 1_000);
        if (answer === 'too-busy') return Promise.resolve(fail(failure('crm.busy')));
        return Promise.resolve(answer === 'ok' ? ok({ leftOut: [] }) : fail(failure('crm.unavailable')));
      };
      const crm = () => ({ writeDeal }) as unknown as Crm;
      const audit = new AuditStore(storage.sql);
      const run = new CrmOutbox({ entries, audit, crm, pause, now, random: () => 0, onTold: () => {} }).run();
      await (answer === 'never' ? Promise.resolve() : run);
    };
    const dueInMs = () => {
      const dueAt = entries.dueAt();
      return dueAt === null ? null : dueAt - at;
    };
    await play({
      put: (write) => entries.put(write, at),
      live,
      pass: (ms) => {
        at += ms;
      },
      said,
      dueInMs,
    });
    storage.sql.exec('DELETE FROM crm_outbox');
  });
}

it('a word that was on its way when the object was lost cannot stay on the deal after a newer one', () =>
  lives(async ({ put, live, pass, said, dueInMs }) => {
    put(words('Refused by the ERP', 'No.'));
    await live('never');
    pass(1_000);
    put(words('Being sent'));
    await live('ok');
    expect(said).toEqual(['Refused by the ERP', 'Being sent']);
    // The first may be carried out as late as this.
    expect(dueInMs()).toBe(LANDED_MS - 1_000);
    pass(LANDED_MS);
    await live('ok');
    expect(said).toEqual(['Refused by the ERP', 'Being sent', 'Being sent']);
    expect(dueInMs()).toBeNull();
  }));

it('what waits to be said again holds up nothing newer, and stays before it', () =>
  lives(async ({ put, live, pass, said, dueInMs }) => {
    put(words('Needs a person', 'Unknown.'));
    await live('never');
    pass(1_000);
    await live('ok');
    put(order);
    expect(dueInMs()).toBe(0);
    await live('ok');
    expect(said).toEqual(['Needs a person', 'Needs a person', 'Needs a person', 'Ordered']);
    pass(LANDED_MS);
    await live('ok');
    expect(said.at(-1)).toBe('Ordered');
    expect(said).toHaveLength(5);
    expect(dueInMs()).toBeNull();
  }));

it('nothing is said twice where each end was heard of, or the CRM was too busy, or it is long ago', () =>
  lives(async ({ put, live, pass, said, dueInMs }) => {
    put(words('one'));
    await live('too-busy');
    pass(2_000);
    await live('ok');
    put(words('two'));
    await live('ok');
    put(words('three'));
    await live('no-answer');
    pass(LANDED_MS);
    await live('ok');
    expect(said).toEqual(['one', 'one', 'two', 'three', 'three']);
    expect(dueInMs()).toBeNull();
  }));

it.each<Ends>(['no-answer', 'left-alone'])(
  'a word that got no answer is said again after the one that was answered: %s',
  (end) =>
    lives(async ({ put, live, pass, said, dueInMs }) => {
      put(words('one'));
      await live(end);
      pass(5_000);
      await live('ok');
      expect(dueInMs()).toBe(LANDED_MS - 5_000);
      pass(LANDED_MS);
      await live('ok');
      expect(said).toEqual(['one', 'one', 'one']);
      expect(dueInMs()).toBeNull();
    }),
);
