import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { migrate } from '../../gateway/durable/migrate.ts';
import { TENANT_MIGRATIONS } from '../../gateway/durable/migrations.ts';
import { OrderStatuses } from '../../gateway/durable/order-statuses.ts';
import { OutboxStore } from '../../gateway/durable/outbox-store.ts';
import { pushIn } from './push-factory.ts';

/** Before the outbox held more than order numbers. */
const BEFORE = TENANT_MIGRATIONS.findIndex((script) => script.includes('CREATE TABLE crm_outbox'));

it('what waited in the older outbox still waits, and orders that were made before are watched', async () => {
  const stub = env.TENANTS.get(env.TENANTS.newUniqueId());
  const [first, second, watched] = await runInDurableObject(stub, async (_object, { storage }) => {
    await storage.deleteAll();
    migrate(storage, TENANT_MIGRATIONS.slice(0, BEFORE));
    const push = pushIn('confirmed');
    storage.sql.exec(
      "INSERT INTO push (push_id, subject, revision, reference, state, record) VALUES (?, 'deal/77', 1, ?, 'confirmed', ?)",
      push.pushId,
      push.reference,
      JSON.stringify(push),
    );
    storage.sql.exec('INSERT INTO outbox (push_id, due_at, failures) VALUES (?, 5, 3)', push.pushId);
    migrate(storage, TENANT_MIGRATIONS);
    const entries = new OutboxStore(storage.sql);
    const entry = entries.next(5);
    if (entry !== null) entries.remove(entry);
    return [entry, entries.next(5), new OrderStatuses(storage.sql, () => {}).open(push.acceptedAt + 1, 9)];
  });
  expect(first).toMatchObject({
    subject: 'deal/77',
    failures: 3,
    write: { kind: 'order-number', recordId: '77', pushId: pushIn('confirmed').pushId, orderId: 'A-1' },
  });
  expect(second).toBeNull();
  expect(watched).toEqual(['A-1']);
});
