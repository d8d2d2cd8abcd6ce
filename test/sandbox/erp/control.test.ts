import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningErp, startErp } from './server.ts';
import { control, SoapCaller } from './soap-caller.ts';

let erp: RunningErp;

beforeAll(async () => {
  erp = await startErp({ dataDir: null, today: '2026-11-21', seedSize: 'small', latency: null });
});
afterAll(() => erp.close());

const knobs = async (patch: unknown) => {
  const { status } = await control(erp.controlUrl, '/knobs', patch);
  expect(status).toBe(200);
};

describe('the control port', () => {
  it.each([
    ['an unknown knob', { speed: 1 }, /speed/],
    ['an unknown fault', { next: [{ operation: 'KundeLesen', fault: 'explode' }] }, /fault/],
    ['an unknown operation', { next: [{ operation: 'KundeLoeschen', fault: 'hang' }] }, /KundeLoeschen/],
    ['a fault setting that it does not have', { next: [{ operation: '*', fault: 'hang', afterMs: 1 }] }, /afterMs/],
    ['a negative time', { commitDelayMs: -1 }, /commitDelayMs/],
    ['min above max', { latencyMs: { min: 2, max: 1 } }, /latencyMs/],
  ])('refuses %s with 400 and a sentence, and changes nothing', async (_, patch, sentence) => {
    const before = await control(erp.controlUrl, '/knobs');
    const { status, body } = await control(erp.controlUrl, '/knobs', patch);
    expect(status).toBe(400);
    expect(body.error).toMatch(sentence);
    expect(await control(erp.controlUrl, '/knobs')).toEqual(before);
  });

  it('merges knobs and shows them', async () => {
    await knobs({ indexLagMs: 7 });
    await knobs({ commitDelayMs: 8 });
    expect((await control(erp.controlUrl, '/knobs')).body).toMatchObject({
      indexLagMs: 7,
      commitDelayMs: 8,
      latencyMs: null,
    });
  });

  it('counts logins that were accepted, and calls by operation, until the reset', async () => {
    const kontor = new SoapCaller(erp.endpoint);
    await control(erp.controlUrl, '/stats/reset', {});
    await kontor.logIn('wrong');
    await kontor.logIn();
    expect((await control(erp.controlUrl, '/stats')).body).toMatchObject({ logins: 1, calls: { Anmelden: 2 } });
    expect((await control(erp.controlUrl, '/stats/reset', {})).body).toMatchObject({ logins: 0, calls: {} });
  });

  it('faultEvery lets every nth call fail, and no other', async () => {
    const kontor = new SoapCaller(erp.endpoint);
    await kontor.logIn();
    await knobs({ faultEvery: { calls: 3 } });
    const statuses: number[] = [];
    for (let call = 0; call < 6; call += 1) {
      statuses.push((await kontor.call('KundeLesen', { KundenNr: '0000010452' })).status);
    }
    await knobs({ faultEvery: null });
    expect(statuses).toEqual([200, 200, 500, 200, 200, 500]);
  });

  it('tells how long each call took and for which customer, and the most reads at a time', async () => {
    const kontor = new SoapCaller(erp.endpoint);
    await kontor.logIn();
    await control(erp.controlUrl, '/stats/reset', {});
    await knobs({ latencyMs: 20 });
    await Promise.all([1, 2, 3].map(() => kontor.call('KundeLesen', { KundenNr: '0000010452' })));
    await knobs({ latencyMs: null });
    const { calls } = (await control(erp.controlUrl, '/calls')).body as { calls: { customer: string; ms: number }[] };
    expect(calls.map(({ customer }) => customer)).toEqual(Array(3).fill('0000010452'));
    expect(Math.min(...calls.map(({ ms }) => ms))).toBeGreaterThan(15);
    expect((await control(erp.controlUrl, '/stats')).body).toMatchObject({ maxConcurrentReads: 3, maxConcurrent: 3 });
  });

  it('answers 404 with a sentence elsewhere, and 400 where the reference is missing', async () => {
    expect((await control(erp.controlUrl, '/nowhere')).status).toBe(404);
    expect((await control(erp.controlUrl, '/orders')).status).toBe(400);
  });
});
