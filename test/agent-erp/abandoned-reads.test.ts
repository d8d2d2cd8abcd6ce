import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { CustomerId } from '#contracts/ids';
import { GOOD, READ, scriptedForTests } from './login-material.ts';

/** As scripted-erp.ts sets it for every connector. */
const AT_ONCE = 4;

const scripted = scriptedForTests();

/** An ERP that answers a call when the test says so. */
async function openGated() {
  const answers: (() => void)[] = [];
  const { erp, calls } = await scripted(
    { document: { commands: READ } },
    () => new Promise<string>((resolve) => answers.push(() => resolve(GOOD))),
  );
  const read = (signal: AbortSignal) => erp.read('customer.read', { customerId: 'C1' as CustomerId }, signal);
  return { read, calls, answers };
}

it('a read that nobody waits for any more keeps its place until the ERP has answered: closed or not, it is at work', async () => {
  const { read, calls, answers } = await openGated();
  const abandon = new AbortController();
  const abandoned = Array.from({ length: AT_ONCE }, () => read(abandon.signal));
  await expect.poll(() => calls.length).toBe(AT_ONCE);
  abandon.abort();
  // Who asked is told at once, with no answer there.
  for (const result of await Promise.all(abandoned)) {
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'erp.timed-out', detail: 'no answer within the deadline' },
    });
  }
  const next = read(new AbortController().signal);
  // Time for what must not happen; right code passes however long this takes.
  await delay(150);
  expect(calls).toHaveLength(AT_ONCE);
  // One place is free: that of the answer that came, not of those that nobody waits for.
  answers.shift()?.();
  await expect.poll(() => calls.length).toBe(AT_ONCE + 1);
  const last = read(new AbortController().signal);
  answers.pop()?.();
  expect(await next).toMatchObject({ ok: true });
  await expect.poll(() => calls.length).toBe(AT_ONCE + 2);
  for (const answer of answers.splice(0)) answer();
  expect(await last).toMatchObject({ ok: true });
});

it('a read that had not begun when nobody waited any more is never asked', async () => {
  const { read, calls, answers } = await openGated();
  const running = Array.from({ length: AT_ONCE }, () => read(new AbortController().signal));
  await expect.poll(() => calls.length).toBe(AT_ONCE);
  const abandon = new AbortController();
  const waiting = read(abandon.signal);
  abandon.abort();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'erp.timed-out', detail: 'not started' } });
  for (const answer of answers.splice(0)) answer();
  for (const result of await Promise.all(running)) expect(result).toMatchObject({ ok: true });
  expect(calls).toHaveLength(AT_ONCE);
});
