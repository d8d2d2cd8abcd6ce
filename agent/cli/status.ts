import { z } from 'zod';
import { readIdentity } from '../config.ts';
import { isHeld } from '../execute/journal.ts';
import { type Home, readJson } from '../home.ts';
import { answer, EXIT, explain } from './exit.ts';

const Status = z.object({ state: z.string(), at: z.string(), pid: z.int(), detail: z.string().optional() });

/** Says whether the agent runs and whether its link is up: 0 online, 3 not enrolled, 4 anything else. */
export function status(home: Home, json: boolean): number {
  const identity = readIdentity(home);
  if (identity === null) {
    if (json) answer(true, { state: 'not_enrolled' }, '');
    else explain('This agent is not enrolled.', 'drawbridge enrol --gateway https://… --code …');
    return EXIT.notEnrolled;
  }
  // The lock tells whether it runs; its own word tells how, and a full disk may have kept that from being written.
  const isRunning = isHeld(home.journal);
  const last = isRunning ? lastWord(home) : null;
  const state = !isRunning ? 'not_running' : (last?.state ?? 'running');
  const detail = last === null ? '' : ` since ${last.at}${last.detail === undefined ? '' : `: ${last.detail}`}`;
  const silent = isRunning && last === null ? ', and has not written how its link is: is the disk full?' : '';
  answer(
    json,
    { state, agentId: identity.agentId, gateway: identity.gateway },
    `${identity.agentId}: ${state}${detail}${silent}`,
  );
  return state === 'online' ? EXIT.ok : EXIT.needsAttention;
}

/** Null where it said nothing, or where what is there is of a process that is gone. */
function lastWord(home: Home): z.infer<typeof Status> | null {
  try {
    const last = Status.safeParse(readJson(home.status));
    return last.success && isThere(last.data.pid) ? last.data : null;
  } catch {
    return null;
  }
}

/** Signal 0 asks whether a process is there, without touching it. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Of another user, and there.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
