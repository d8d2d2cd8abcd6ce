import { describe, expect, it } from 'vitest';
import type { AgentFrame } from '#contracts/frames';
import { MADE } from '../../test/agent-link/fake-erp.ts';
import { PUSH } from '../../test/agent-link/material.ts';
import { UnkeptOutcomes } from './unkept.ts';

const FRAME: AgentFrame = { type: 'outcome', pushId: PUSH, attempt: 1, outcome: MADE };

function unkept() {
  const timers: AbortController[] = [];
  const said: AgentFrame[] = [];
  const deadline = (): AbortSignal => {
    const timer = new AbortController();
    timers.push(timer);
    return timer.signal;
  };
  const outcomes = new UnkeptOutcomes(deadline, (frame) => said.push(frame));
  return { outcomes, said, timers, passTime: () => timers.at(-1)?.abort() };
}

describe('an outcome that is not kept', () => {
  it('is said again and again over a connection that stays', () => {
    const { outcomes, said, passTime } = unkept();
    outcomes.say('k', FRAME);
    passTime();
    passTime();
    expect(said).toEqual([FRAME, FRAME, FRAME]);
  });

  it.each(['kept', 'forgotten with its connection'])('is not said again once %s', (how) => {
    const { outcomes, said, timers, passTime } = unkept();
    outcomes.say('k', FRAME);
    if (how === 'kept') outcomes.kept('k');
    else outcomes.forget();
    passTime();
    expect(said).toEqual([FRAME]);
    expect(timers).toHaveLength(1);
  });

  it('takes one timer with it, however many there are', () => {
    const { outcomes, timers } = unkept();
    outcomes.say('k', FRAME);
    outcomes.say('l', { ...FRAME, attempt: 2 });
    expect(timers).toHaveLength(1);
  });
});
