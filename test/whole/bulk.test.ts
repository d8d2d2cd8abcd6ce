import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Line, WholeStack } from './whole-stack.ts';

const whole = WholeStack.forFile();
const Bulk = z.looseObject({
  ok: z.literal(true),
  bulkId: z.string(),
  entries: z.array(
    z.looseObject({ dealId: z.string(), state: z.string(), push: z.looseObject({ state: z.string() }).optional() }),
  ),
});
const Refused = z.looseObject({ ok: z.literal(false), error: z.looseObject({ code: z.string() }) });

/**
 * HubSpot takes 110 requests in ten seconds: a hundred deals take most of a minute. How slow the ERP is is not what this
 * is about.
 */
test('100 deals, one of them bad, with the gateway replaced in the middle: 99 orders, each once', async () => {
  const dealIds = Array.from({ length: 100 }, (_, at) => `9955${String(at).padStart(6, '0')}`);
  const [badId = ''] = dealIds.slice(40);
  for (const [at, dealId] of dealIds.entries()) {
    const line: Line = dealId === badId ? ['KIT-X', '1', '1.00'] : ['SEAL-0014', ((at + 1) / 100).toFixed(2), '12.80'];
    await whole().newDeal(dealId, '10452', [line]);
  }
  await whole().knobs({ latencyMs: 100 });
  // Whoever selects a record twice means it once.
  const [first = '', second = ''] = dealIds;
  const twice = Bulk.parse(await whole().card('/bulk-pushes', 'POST', { dealIds: [first, second, first] }));
  expect(twice.entries.map(({ dealId }) => dealId)).toEqual([first, second]);

  const { bulkId } = Bulk.parse(await whole().card('/bulk-pushes', 'POST', { dealIds }));
  const progress = async () => {
    const { entries } = Bulk.parse(await whole().card(`/bulk-pushes/${bulkId}`));
    return entries.filter(({ state, push }) => state === 'not-sent' || push?.state === 'done').length;
  };
  await expect.poll(progress, { timeout: 60_000 }).toBeGreaterThan(10);
  await whole().stack.restartGateway();
  await expect.poll(progress, { timeout: 180_000, interval: 500 }).toBe(100);

  const { entries } = Bulk.parse(await whole().card(`/bulk-pushes/${bulkId}`));
  expect(entries.filter(({ state }) => state !== 'sent')).toMatchObject([{ dealId: badId, state: 'not-sent' }]);
  for (const dealId of dealIds) {
    expect(await whole().orders(`DB-${dealId}-1`)).toHaveLength(dealId === badId ? 0 : 1);
  }
  expect(Refused.parse(await whole().card('/bulk-pushes', 'POST', { dealIds: [] })).error.code).toBe('request.invalid');
  const tooMany = { dealIds: [...dealIds, '1'] };
  expect(Refused.parse(await whole().card('/bulk-pushes', 'POST', tooMany)).error.code).toBe('request.invalid');
}, 300_000);
