/** Machines and agents with one protection taken out: the model must find what each of them lets through. */

import { failure } from '#contracts/errors';
import { recoveredOutcome } from '../../agent/execute/recover.ts';
import { advance } from '../../gateway/core/push-machine.ts';
import { AGENT_RULES, type AgentRules } from './agent.ts';
import type { Advance } from './machine.ts';
import type { Left } from './world.ts';

export interface Mutant {
  name: string;
  advance?: Advance;
  agent?: AgentRules;
  /** The faults that it takes to show; else none. */
  left?: Left;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no fence: absent is absent, whenever it was asked',
    advance: (push, event, at) =>
      advance(push, event.type === 'looked-up' ? { ...event, askedAt: Number.POSITIVE_INFINITY } : event, at),
  },
  {
    name: 'a link lost after the go: sent again',
    left: { crashes: 1, breaks: 0, twice: 0, late: 0 },
    advance: (push, event, at) => advance(event.type === 'link-lost' ? { ...push, grantedAt: null } : push, event, at),
  },
  {
    name: 'a second go for a second claim',
    left: { crashes: 0, breaks: 0, twice: 1, late: 0 },
    advance: (push, event, at) => advance(event.type === 'claimed' ? { ...push, grantedAt: null } : push, event, at),
  },
  {
    name: 'no outcome came: sent again',
    advance: (push, event, at) =>
      advance(event.type === 'woken' && push.state === 'sending' ? { ...push, grantedAt: null } : push, event, at),
  },
  {
    name: 'M3 gone: what an older attempt did not make settles the newer',
    advance: (push, event, at) =>
      advance(push, event.type === 'reported' && push.attempt > 0 ? { ...event, attempt: push.attempt } : event, at),
  },
  {
    name: 'a push in doubt is never woken',
    advance: (push, event, at) => {
      const step = advance(push, event, at);
      return step.push.state === 'in-doubt' ? { ...step, push: { ...step.push, dueAt: null } } : step;
    },
  },
  {
    name: 'J1 gone: what a crash stopped was not sent',
    left: { crashes: 1, breaks: 0, twice: 0, late: 0 },
    agent: {
      ...AGENT_RULES,
      recovered: (row) =>
        row.phase === 'started' ? { result: 'not-sent', error: failure('agent.overloaded') } : recoveredOutcome(row),
    },
  },
  { name: 'J3 gone: a go never comes too late', agent: { ...AGENT_RULES, goesExpire: false } },
];
