import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningErp, startErp } from './server.ts';
import { control, newOrder, ordersWith, SoapCaller, textsAt } from './soap-caller.ts';

let erp: RunningErp;
let kontor: SoapCaller;
let made = 0;

beforeAll(async () => {
  erp = await startErp({ dataDir: null, today: '2026-11-21', seedSize: 'small', latency: null });
  kontor = new SoapCaller(erp.endpoint);
  await kontor.logIn();
});
afterEach(() => knobs({ latencyMs: null, commitDelayMs: 0, executionMaxMs: null, indexLagMs: 0, next: [] }));
afterAll(() => erp.close());

const knobs = async (patch: unknown) => {
  const { status } = await control(erp.controlUrl, '/knobs', patch);
  expect(status).toBe(200);
};
const waiting = (fault: string, more: object = {}, operation = 'AuftragAnlegen') =>
  knobs({ next: [{ operation, fault, ...more }] });
const reference = () => {
  made += 1;
  return `DB-FAULT-${made}`;
};
const create = (FremdReferenz: string, signal: AbortSignal | null = null) =>
  kontor.call('AuftragAnlegen', newOrder({ FremdReferenz }), signal);
const stored = async (one: string) => (await ordersWith(erp.controlUrl, one)).length;

describe('one-shot faults', () => {
  it('no-answer-after-commit breaks the connection and the order is there', async () => {
    await waiting('no-answer-after-commit');
    const one = reference();
    await expect(create(one)).rejects.toThrow();
    expect(await stored(one)).toBe(1);
  });

  it('abort breaks the connection and no order is there', async () => {
    await waiting('abort');
    const one = reference();
    await expect(create(one)).rejects.toThrow();
    expect(await stored(one)).toBe(0);
  });

  it.each([true, false])('commit-late (drop: %s) gives no answer, and the order appears later', async (drop) => {
    await waiting('commit-late', { afterMs: 150, drop });
    const one = reference();
    const call = create(one);
    call.catch(() => {});
    if (drop) {
      await expect(call).rejects.toThrow();
      expect(await stored(one)).toBe(0);
    }
    expect(await ordersWith(erp.controlUrl, one, 1)).toHaveLength(1);
    await expect(call).rejects.toThrow();
  });

  it('hang never answers, counts as in flight until the caller gives up, and writes nothing', async () => {
    await waiting('hang');
    const one = reference();
    const giveUp = new AbortController();
    const call = create(one, giveUp.signal);
    call.catch(() => {});
    const inFlight = async () => (await control(erp.controlUrl, '/stats')).body.inFlight;
    await expect.poll(inFlight, { interval: 5 }).toBe(1);
    giveUp.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(inFlight, { interval: 5 }).toBe(0);
    expect(await stored(one)).toBe(0);
  });

  it.each([
    ['soap-fault', 0],
    ['soap-fault-after-commit', 1],
  ])('%s answers a fault with HTTP 500; %i order is there', async (fault, orders) => {
    await waiting(fault);
    const one = reference();
    const answer = await create(one);
    expect([answer.status, answer.element.local]).toEqual([500, 'Fault']);
    expect(await stored(one)).toBe(orders);
  });

  it('truncated sends half of the XML as if it were all, after the commit', async () => {
    await waiting('truncated');
    const one = reference();
    const answer = await create(one);
    expect([answer.status, answer.code]).toEqual([200, null]);
    expect(answer.text).toMatch(/^<\?xml/);
    expect(answer.text).not.toContain('</soap:Envelope>');
    expect(await stored(one)).toBe(1);
  });

  it('wrong-element answers the element of another operation', async () => {
    await waiting('wrong-element');
    const one = reference();
    expect(await create(one)).toMatchObject({ status: 200, code: '0', element: { local: 'AbmeldenAntwort' } });
    expect(await stored(one)).toBe(1);
  });

  it.each([
    ['html-202', 202, 'text/html; charset=utf-8', /^<html>/],
    ['html-200', 200, 'text/html; charset=utf-8', /^<html>/],
    ['empty-200', 200, 'text/xml; charset=utf-8', /^$/],
  ])('%s answers no XML and writes nothing, unless told to commit', async (fault, status, contentType, text) => {
    for (const commits of [false, true]) {
      await waiting(fault, commits ? { commits } : {});
      const one = reference();
      const answer = await create(one);
      expect(answer).toMatchObject({ status, contentType, code: null });
      expect(answer.text).toMatch(text);
      expect(await stored(one)).toBe(commits ? 1 : 0);
    }
  });

  it('code answers any Rueckgabe and writes nothing, unless told to commit', async () => {
    await waiting('code', { code: '560', text: 'Lock table overflow' });
    const one = reference();
    const answer = await create(one);
    expect([answer.status, answer.code]).toEqual([200, '560']);
    expect(textsAt(answer.element, 'Rueckgabe/Text')).toEqual(['Lock table overflow']);
    expect(await stored(one)).toBe(0);
    await waiting('code', { code: '', commits: true });
    expect((await create(one)).code).toBe('');
    expect(await stored(one)).toBe(1);
  });

  it('session-lost answers 901 until the next login', async () => {
    await waiting('session-lost', {}, 'KundeLesen');
    const read = async () => (await kontor.call('KundeLesen', { KundenNr: '0000010447' })).code;
    expect([await read(), await read()]).toEqual(['901', '901']);
    await kontor.logIn();
    expect(await read()).toBe('0');
  });

  it('strikes only its operation, as often as asked, and not a call without a session', async () => {
    await waiting('code', { code: '501', times: 2 }, 'KundeLesen');
    const read = async (caller: SoapCaller) => (await caller.call('KundeLesen', { KundenNr: '0000010447' })).code;
    expect((await kontor.call('AuftraegeLesen', { KundenNr: '0000010447' })).code).toBe('0');
    expect(await read(new SoapCaller(erp.endpoint))).toBe('901');
    expect([await read(kontor), await read(kontor), await read(kontor)]).toEqual(['501', '501', '0']);
  });
});

describe('time', () => {
  it('keeps commit time and answer time apart: an order can be there long before its answer', async () => {
    await knobs({ latencyMs: 60_000 });
    const one = reference();
    const giveUp = new AbortController();
    const call = create(one, giveUp.signal);
    call.catch(() => {});
    expect(await ordersWith(erp.controlUrl, one, 1)).toHaveLength(1);
    giveUp.abort();
    await expect(call).rejects.toThrow();
  });

  it('answers after the commit, however short the answer time is, and commits also when the caller went away', async () => {
    await knobs({ commitDelayMs: 100 });
    const patient = reference();
    expect((await create(patient)).code).toBe('0');
    expect(await stored(patient)).toBe(1);
    const gone = reference();
    const giveUp = new AbortController();
    const call = create(gone, giveUp.signal);
    call.catch(() => {});
    await expect.poll(async () => (await control(erp.controlUrl, '/stats')).body.inFlight, { interval: 5 }).toBe(1);
    giveUp.abort();
    await expect(call).rejects.toThrow();
    expect(await ordersWith(erp.controlUrl, gone, 1)).toHaveLength(1);
  });

  it('rolls back at its own limit what has not committed, however late the commit was to be', async () => {
    await knobs({ executionMaxMs: 60, next: [{ operation: 'AuftragAnlegen', fault: 'commit-late', afterMs: 60_000 }] });
    const one = reference();
    await expect(create(one)).rejects.toThrow();
    expect(await stored(one)).toBe(0);
    await knobs({ executionMaxMs: 60_000, commitDelayMs: 5 });
    expect((await create(one)).code).toBe('0');
    expect(await stored(one)).toBe(1);
  });

  it('lets calls overlap', async () => {
    await control(erp.controlUrl, '/stats/reset', {});
    await knobs({ latencyMs: { min: 100, max: 120 } });
    await Promise.all(Array.from({ length: 8 }, () => kontor.call('KundeLesen', { KundenNr: '0000010447' })));
    const { body } = await control(erp.controlUrl, '/stats');
    expect(body).toMatchObject({
      calls: { KundeLesen: 8 },
      maxConcurrent: 8,
      maxConcurrentOf: { KundeLesen: 8 },
      inFlight: 0,
    });
  });
});

describe('the system going away', () => {
  it('refuses connections while down and answers on the same port when up again', async () => {
    const read = () => kontor.call('KundeLesen', { KundenNr: '0000010447' });
    await control(erp.controlUrl, '/down', {});
    await expect(read()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await control(erp.controlUrl, '/up', {});
    expect((await read()).code).toBe('0');
  });

  it('breaks calls that hang, on a restart', async () => {
    await waiting('hang');
    const call = create(reference());
    call.catch(() => {});
    await expect.poll(async () => (await control(erp.controlUrl, '/stats')).body.inFlight, { interval: 5 }).toBe(1);
    await control(erp.controlUrl, '/restart', {});
    await expect(call).rejects.toThrow();
    await kontor.logIn();
  });

  it('rolls back on a restart what has not committed, and ends sessions', async () => {
    await knobs({ commitDelayMs: 60_000 });
    const one = reference();
    const call = create(one);
    call.catch(() => {});
    await expect.poll(async () => (await control(erp.controlUrl, '/stats')).body.inFlight, { interval: 5 }).toBe(1);
    await control(erp.controlUrl, '/restart', {});
    await expect(call).rejects.toThrow();
    await knobs({ commitDelayMs: 0 });
    expect((await create(one)).code).toBe('901');
    expect(await stored(one)).toBe(0);
    await kontor.logIn();
  });
});
