import { describe, expect, it } from 'vitest';
import { type ErrorCode, failure } from '#contracts/errors';
import { admit, type Circuit, CLOSED, greeted, revived, settle } from './circuit-breaker.ts';

const trouble = failure('erp.unreachable');
const opened = (now: number): Circuit =>
  Array.from({ length: 5 }).reduce<Circuit>((circuit) => settle(circuit, circuit, trouble, now), CLOSED);

/** Its pause is over, and the probe is under way. */
const probing: Circuit = { phase: 'half-open', until: 30_000, pauseMs: 5_000 };

describe('the circuit', () => {
  it('opens after five failures in a row, and lets nothing through until the pause is over', () => {
    const four = Array.from({ length: 4 }).reduce<Circuit>((circuit) => settle(circuit, circuit, trouble, 0), CLOSED);
    expect(admit(four, 0)).not.toBeNull();
    expect(opened(0)).toMatchObject({ phase: 'open', until: 5_000 });
    expect(admit(opened(0), 4_999)).toBeNull();
  });

  it('lets a single probe through after the pause', () => {
    expect(admit(opened(0), 5_000)).toEqual(probing);
    expect(admit(probing, 5_001)).toBeNull();
  });

  it('gives a probe up that never ends, and sends another', () => {
    expect(admit(probing, 5_000 + 25_000)).toMatchObject({ phase: 'half-open' });
  });

  it('pauses no longer than it can, whatever the clock says', () => {
    const hourBack = -3_600_000;
    expect(admit(opened(0), hourBack)).toEqual({ phase: 'half-open', until: hourBack + 25_000, pauseMs: 5_000 });
    expect(admit(probing, hourBack)).not.toBeNull();
  });

  it('closes when the probe is answered', () => {
    expect(settle(probing, probing, null, 6_000)).toEqual(CLOSED);
  });

  it('doubles the pause with every probe that fails, up to a minute', () => {
    let circuit = opened(0);
    const pauses: number[] = [];
    for (let now = 5_000; pauses.length < 6; ) {
      const probe = admit(circuit, now) ?? CLOSED;
      circuit = settle(probe, probe, trouble, now);
      if (circuit.phase !== 'open') throw new Error('not open');
      pauses.push(circuit.pauseMs);
      now = circuit.until;
    }
    expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  it.each<ErrorCode>(['erp.fault', 'erp.answer-unreadable'])(
    'counts %s once for one record, and not again until another record has it too',
    (code) => {
      const again = (from: Circuit): Circuit => settle(from, from, failure(code), 0, true);
      const once = settle(CLOSED, CLOSED, failure(code), 0);
      expect(again(once)).toEqual(once);
      expect(settle(once, once, failure(code), 0)).toMatchObject({ failures: 2 });
      // As a probe it says nothing of the ERP.
      expect(admit(again(probing), 6_000)).toMatchObject({ phase: 'half-open', pauseMs: 5_000 });
    },
  );

  it('counts an ERP that does not answer, whatever it was asked about', () => {
    const once = settle(CLOSED, CLOSED, trouble, 0);
    expect(settle(once, once, trouble, 0, true)).toMatchObject({ failures: 2 });
  });

  it('forgets failures with the next answer', () => {
    const three = Array.from({ length: 3 }).reduce<Circuit>((circuit) => settle(circuit, circuit, trouble, 0), CLOSED);
    expect(settle(three, three, null, 0)).toEqual(CLOSED);
  });

  it.each<ErrorCode>(['agent.offline', 'agent.overloaded'])(
    'does not count %s, and lets another probe go at once after it: the ERP was not asked',
    (code) => {
      const four = Array.from({ length: 4 }).reduce<Circuit>((circuit) => settle(circuit, circuit, trouble, 0), CLOSED);
      expect(settle(four, four, failure(code), 0)).toEqual(four);
      const probed = settle(probing, probing, failure(code), 5_001);
      expect(admit(probed, 5_001)).toMatchObject({ phase: 'half-open' });
    },
  );

  it.each<ErrorCode>(['erp.not-found', 'erp.rejected', 'erp.answer-off-contract', 'erp.credential-refused'])(
    'closes on %s: the ERP has answered',
    (code) => {
      expect(settle(probing, probing, failure(code), 5_001)).toEqual(CLOSED);
    },
  );

  it('does not prolong the pause for calls that were under way when it opened', () => {
    const open = opened(0);
    expect(settle(open, CLOSED, trouble, 4_000)).toEqual(open);
  });
});

describe('an agent that says hello', () => {
  const open: Circuit = { phase: 'open', until: 60_000, pauseMs: 40_000 };

  it.each<[string, Circuit, Circuit]>([
    ['ends the pause, however long it was', open, { phase: 'open', until: 20_000, pauseMs: 40_000 }],
    ['changes nothing of a pause that is over', { ...open, until: 15_000 }, { ...open, until: 15_000 }],
    ['sends no second probe beside one that is under way', probing, probing],
    [
      'forgets no failure of an ERP that has no pause',
      { phase: 'closed', failures: 4 },
      { phase: 'closed', failures: 4 },
    ],
  ])('%s', (_what, before, after) => {
    expect(greeted(before, 20_000)).toEqual(after);
  });

  it('lets one call through, and does not close the circuit: if that fails, the next pause is longer', () => {
    const probe = admit(greeted(open, 20_000), 20_000) ?? CLOSED;
    expect(probe).toMatchObject({ phase: 'half-open' });
    expect(admit(probe, 20_001)).toBeNull();
    expect(admit(greeted(probe, 20_001), 20_001)).toBeNull();
    expect(settle(probe, probe, trouble, 20_002)).toEqual({ phase: 'open', until: 80_002, pauseMs: 60_000 });
  });

  it.each<ErrorCode>(['erp.unreachable', 'agent.offline'])(
    'is not mistaken in its probe for a call of before that ends with %s',
    (code) => {
      expect(settle(probing, CLOSED, failure(code), 5_001)).toEqual(probing);
    },
  );

  it('to a new life of the gateway need not wait for the probe of the life before', () => {
    const found = revived(probing);
    expect(admit(found, 20_000)).toBeNull();
    expect(admit(greeted(found, 20_000), 20_000)).toMatchObject({ phase: 'half-open' });
    expect([revived(open), revived(CLOSED)]).toEqual([open, CLOSED]);
  });
});
