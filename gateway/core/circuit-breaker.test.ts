import { describe, expect, it } from 'vitest';
import { type ErrorCode, failure } from '#contracts/errors';
import { admit, type Circuit, CLOSED, settle } from './circuit-breaker.ts';

const trouble = failure('erp.unreachable');
const opened = (now: number): Circuit =>
  Array.from({ length: 5 }).reduce<Circuit>((circuit) => settle(circuit, trouble, now), CLOSED);

describe('the circuit', () => {
  it('opens after five failures in a row, and lets nothing through until the pause is over', () => {
    const four = Array.from({ length: 4 }).reduce<Circuit>((circuit) => settle(circuit, trouble, 0), CLOSED);
    expect(admit(four, 0)).not.toBeNull();
    expect(opened(0)).toMatchObject({ phase: 'open', until: 5_000 });
    expect(admit(opened(0), 4_999)).toBeNull();
  });

  it('lets a single probe through after the pause', () => {
    const probing = admit(opened(0), 5_000);
    expect(probing).toMatchObject({ phase: 'half-open' });
    expect(probing === null ? null : admit(probing, 5_001)).toBeNull();
  });

  it('gives a probe up that never ends, and sends another', () => {
    const probing = admit(opened(0), 5_000) ?? CLOSED;
    expect(admit(probing, 5_000 + 25_000)).toMatchObject({ phase: 'half-open' });
  });

  it('closes when the probe is answered', () => {
    expect(settle(admit(opened(0), 5_000) ?? CLOSED, null, 6_000)).toEqual(CLOSED);
  });

  it('doubles the pause with every probe that fails, up to a minute', () => {
    let circuit = opened(0);
    const pauses: number[] = [];
    for (let now = 5_000; pauses.length < 6; ) {
      circuit = settle(admit(circuit, now) ?? CLOSED, trouble, now);
      if (circuit.phase !== 'open') throw new Error('not open');
      pauses.push(circuit.pauseMs);
      now = circuit.until;
    }
    expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  it('forgets failures with the next answer', () => {
    const three = Array.from({ length: 3 }).reduce<Circuit>((circuit) => settle(circuit, trouble, 0), CLOSED);
    expect(settle(three, null, 0)).toEqual(CLOSED);
  });

  it.each<ErrorCode>(['agent.offline', 'agent.overloaded'])(
    'does not count %s, and lets another probe go at once after it: the ERP was not asked',
    (code) => {
      const four = Array.from({ length: 4 }).reduce<Circuit>((circuit) => settle(circuit, trouble, 0), CLOSED);
      expect(settle(four, failure(code), 0)).toEqual(four);
      const probed = settle(admit(opened(0), 5_000) ?? CLOSED, failure(code), 5_001);
      expect(admit(probed, 5_001)).toMatchObject({ phase: 'half-open' });
    },
  );

  it.each<ErrorCode>(['erp.not-found', 'erp.rejected', 'erp.answer-off-contract', 'erp.credential-refused'])(
    'closes on %s: the ERP has answered',
    (code) => {
      expect(settle(admit(opened(0), 5_000) ?? CLOSED, failure(code), 5_001)).toEqual(CLOSED);
    },
  );

  it('does not prolong the pause for calls that were under way when it opened', () => {
    const open = opened(0);
    expect(settle(open, trouble, 4_000)).toEqual(open);
  });
});
