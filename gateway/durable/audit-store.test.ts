import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { AuditStore } from './audit-store.ts';

it('of a long history the first row and the newest are read, and the last decision however long ago', async () => {
  const [rows, decided, none] = await runInDurableObject(
    env.TENANTS.get(env.TENANTS.newUniqueId()),
    (_object, { storage }) => {
      const audit = new AuditStore(storage.sql);
      for (let at = 1; at <= 450; at += 1) {
        const said = at === 20 || at === 30 ? { decided: { decision: 'give-up' } } : {};
        audit.append(at, 'push', at % 2 === 0 ? 'p_even' : 'p_odd', '0123456789ab', { at, ...said });
      }
      return [audit.about('p_even'), audit.lastWith('p_even', 'decided'), audit.lastWith('p_odd', 'decided')];
    },
  );
  expect(rows).toHaveLength(200);
  expect(rows[0]?.at).toBe(2);
  expect(rows[1]?.at).toBe(450 - 2 * 198);
  expect(rows.at(-1)?.at).toBe(450);
  expect(decided?.at).toBe(30);
  expect(none).toBeNull();
});
