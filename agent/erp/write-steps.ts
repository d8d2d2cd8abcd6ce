import { failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import { MAIN } from './connector/gathered.ts';
import type { PreparedCommand, PreparedStep } from './connector/prepare.ts';
import type { Desk, DeskOutcome, Hold } from './desk.ts';
import { inputFor, isWanted, keptOf } from './gather.ts';
import { readProblem, unknown, writeProblem } from './outcome.ts';
import { inSlices } from './patience.ts';
import type { WriteGo } from './port.ts';
import type { XmlElement } from './soap/xml-tree.ts';

/**
 * One attempt of a write, made of one call or of several.
 *
 *   reads that prepare ──► first write ──► further steps ──► made
 *        │ nothing was       │ refused, not sent,   │ anything but a yes
 *        ▼ written           ▼ exists, unknown      ▼
 *     not-sent            as it says             unknown, with what exists
 *
 *   E1  what was made in part is never `made`, never `refused` and never `not-sent`: it is unknown, and only a lookup
 *       decides what becomes of it
 *   E2  no step of a write is repeated, whatever came of it, except where the ERP said that the session had expired
 *       before anything was made; from then on all steps are made in one session
 *   E3  no step starts later than the document's longest execution after the first one
 */
export interface WriteParts {
  desk: Desk;
  /** A clock that only goes forward, in milliseconds. */
  nowMs: () => number;
}

type Kept = Record<string, string | readonly string[]>;

/** What happened so far: of what exists, the steps by name with what they gave. */
interface Progress {
  startedMs: number | null;
  /** Steps that wrote something, and how often. */
  done: string[];
  kept: Kept;
}

/** Why the attempt ends here; once something was written it is unknown, and says what exists. */
function ended(outcome: AttemptOutcome, { done, kept }: Progress, step: string): AttemptOutcome {
  if (done.length === 0 || outcome.result === 'made') return outcome;
  const exists = Object.entries(kept).map(([name, value]) => `${name}=${[value].flat().join('|').slice(0, 80)}`);
  const { code, detail } = outcome.error;
  // What is said of a value that does not fit names the item: that is for who sent it, and in no detail.
  const message = code === 'erp.value-unfit' ? '' : `${outcome.error.message} `;
  return unknown(
    `made in part: ${done.join(', ')} done${exists.length > 0 ? ` (${exists.join(', ')})` : ''}; ` +
      `${step} ended ${outcome.result}: ${code} ${message}${detail ?? ''}`,
  );
}

const problemOf = (outcome: DeskOutcome, effect: 'read' | 'write'): AttemptOutcome | null => {
  if (outcome.kind === 'none') return { result: 'not-sent', error: outcome.error };
  if (effect === 'write') return writeProblem(outcome);
  const error = readProblem(outcome);
  // A read that prepares has written nothing. What the ERP refuses of it, it refuses of the whole.
  if (error === null) return null;
  return { result: error.category === 'invalid' ? 'refused' : 'not-sent', error };
};

export async function runWrite(
  { desk, nowMs }: WriteParts,
  command: PreparedCommand,
  input: Readonly<Record<string, unknown>>,
  go: WriteGo,
): Promise<AttemptOutcome> {
  const progress: Progress = { startedMs: null, done: [], kept: {} };
  const answers = new Map<string, readonly XmlElement[]>();
  const hold: Hold = { session: null, isHeld: false };
  const boundMs = command.write?.maxExecutionMs ?? Number.POSITIVE_INFINITY;

  const goFor = (effect: 'read' | 'write'): WriteGo => ({
    signal: go.signal,
    mayStart: () => {
      // The go counts until something is made: what starts later than it could end later than the fence.
      if (progress.done.length > 0) return nowMs() - (progress.startedMs ?? 0) < boundMs;
      if (!go.mayStart()) return false;
      if (effect === 'write') progress.startedMs = nowMs();
      return true;
    },
  });

  const once = async (step: PreparedStep, asked: { input: object; index: number }, count: string) => {
    const { effect } = step;
    const outcome = await desk.call('write', step.call, { effect, ...asked, kept: progress.kept }, goFor(effect), hold);
    const problem = problemOf(outcome, effect);
    if (problem !== null) return { ok: false as const, problem: ended(problem, progress, `${step.name}${count}`) };
    const element = outcome.kind === 'judged' ? outcome.element : null;
    if (element === null) return { ok: false as const, problem: unknown('no answer was read') };
    if (effect === 'write') {
      progress.done.push(`${step.name}${count}`);
      hold.isHeld = true;
    }
    return { ok: true as const, element };
  };

  for (const step of command.steps) {
    const wanted = isWanted(step, input);
    if (!wanted.ok) return ended({ result: 'not-sent', error: wanted.error }, progress, step.name);
    if (!wanted.value) {
      answers.set(step.name, []);
      continue;
    }
    const list = step.forEach === null ? null : input[step.forEach];
    const entries: unknown[] = step.forEach === null ? [null] : Array.isArray(list) ? list : [];
    const given: XmlElement[] = [];
    // One after another: an ERP numbers lines in the order they come.
    for (const [index, entry] of entries.entries()) {
      const asked = { input: step.forEach === null ? input : inputFor(input, entry), index };
      const made = await once(step, asked, step.forEach === null ? '' : ` ${index + 1}/${entries.length}`);
      if (!made.ok) return made.problem;
      given.push(made.element);
    }
    answers.set(step.name, given);
    const { kept, missing } = keptOf(step, given);
    Object.assign(progress.kept, kept);
    if (missing.length > 0) {
      const detail = `${step.name} gave no ${missing.join(', ')}`;
      return progress.done.length > 0
        ? unknown(`made in part: ${detail}`)
        : { result: 'not-sent', error: failure('erp.answer-off-contract', { detail }) };
    }
  }
  const gathered = { answers, ofRow: new Map(), rowProblems: new Map(), input, leftOut: [] };
  // The proof is read to its end, whoever still waits.
  const shaped = (await inSlices(command.shaper.shape(gathered)))?.done;
  if (shaped?.ok) return { result: 'made', output: shaped.value };
  return unknown(`the answer says yes and does not fit: ${shaped?.error.detail ?? command.steps[0]?.name ?? MAIN}`);
}
