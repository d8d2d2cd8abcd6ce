import { afterEach, beforeEach, expect, it } from 'vitest';
import { availableConditions, createConditionSwitch, stepsTo } from './conditions.ts';
import { type LocalServer, serve } from './http-server.ts';

let control: LocalServer;
let calls: string[];
let answer: number;

beforeEach(async () => {
  calls = [];
  answer = 200;
  control = await serve(async (request) => {
    calls.push(`${new URL(request.url).pathname} ${await request.text()}`);
    return new Response('{}', { status: answer });
  }, 0);
});
afterEach(() => control.close());

it('only what is wired can be chosen', async () => {
  expect(availableConditions({ erp: null, host: null })).toEqual(['fine']);
  expect(availableConditions({ erp: null, host: 'http://h' })).toEqual(['fine', 'agent-off']);
  const erpOnly = createConditionSwitch({ erp: control.url, host: null });
  expect(await erpOnly.change('agent-off')).toBe(false);
  expect(calls).toEqual([]);
});

it('a condition mends everything else first', async () => {
  const all = createConditionSwitch({ erp: control.url, host: control.url });
  expect(await all.change('down')).toBe(true);
  expect(calls).toEqual(['/up {}', '/knobs {"latencyMs":null,"next":[]}', '/down {}', '/agent/start {}']);
  calls = [];
  expect(await all.change('agent-off')).toBe(true);
  expect(calls).toEqual(['/up {}', '/knobs {"latencyMs":null,"next":[]}', '/agent/stop {}']);
  expect(all.state().current).toBe('agent-off');
});

it('slow and lost answers are knobs of the ERP', () => {
  const knobs = (condition: 'slow' | 'loses-answers') => stepsTo(condition, { erp: 'http://e', host: null })[1]?.body;
  expect(knobs('slow')).toEqual({ latencyMs: { min: 3000, max: 6000 }, next: [] });
  expect(knobs('loses-answers')).toEqual({
    latencyMs: null,
    next: [{ operation: 'AuftragAnlegen', fault: 'no-answer-after-commit', times: 1 }],
  });
});

it('a switch that fails leaves the old condition', async () => {
  answer = 500;
  const broken = createConditionSwitch({ erp: control.url, host: null });
  expect(await broken.change('slow')).toBe(false);
  expect(broken.state().current).toBe('fine');
});
