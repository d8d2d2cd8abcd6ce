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
  const last = Status.safeParse(readJson(home.status));
  // Not by its number alone, which another process may have by now.
  const running = last.success && isRunning(last.data.pid) && isHeld(home.journal);
  const state = running ? last.data.state : 'not_running';
  const detail = running && last.data.detail !== undefined ? `: ${last.data.detail}` : '';
  const since = running ? ` since ${last.data.at}` : '';
  answer(
    json,
    { state, agentId: identity.agentId, gateway: identity.gateway },
    `${identity.agentId}: ${state}${since}${detail}`,
  );
  return state === 'online' ? EXIT.ok : EXIT.needsAttention;
}

/** Signal 0 asks whether a process is there, without touching it. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
