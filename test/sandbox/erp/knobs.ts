import { z } from 'zod';

/** Half an hour: longer than any test waits. */
const MS_MAX = 1_800_000;
const ms = z.int().min(0).max(MS_MAX);

/** Where a call goes wrong. `commits`: whether a write is done before the wrong answer goes out. */
const oneShot = <K extends string, S extends z.ZodRawShape>(fault: K, shape: S) =>
  z.strictObject({
    /** Operation name, or `*` for the next call of any. */
    operation: z.string().min(1).max(60),
    fault: z.literal(fault),
    times: z.int().min(1).max(1000).default(1),
    ...shape,
  });
const wrongAnswer = <K extends string>(fault: K, commits: boolean) =>
  oneShot(fault, { commits: z.boolean().default(commits) });

const Fault = z.discriminatedUnion('fault', [
  /** Commits, then the connection breaks. */
  oneShot('no-answer-after-commit', {}),
  /** No answer; the order appears `afterMs` after arrival. The connection stays open until then, or breaks at once (`drop`). */
  oneShot('commit-late', { afterMs: ms, drop: z.boolean().default(false) }),
  /** The connection breaks, nothing is written. */
  oneShot('abort', {}),
  /** Never answers, nothing is written. */
  oneShot('hang', {}),
  oneShot('soap-fault', {}),
  oneShot('soap-fault-after-commit', {}),
  wrongAnswer('truncated', true),
  wrongAnswer('wrong-element', true),
  wrongAnswer('html-202', false),
  wrongAnswer('html-200', false),
  wrongAnswer('empty-200', false),
  /** Any Rueckgabe, e.g. `{code: '560'}`. */
  oneShot('code', {
    code: z.string().max(10),
    text: z.string().max(200).optional(),
    commits: z.boolean().default(false),
  }),
  oneShot('session-lost', {}),
]);
export type Fault = z.infer<typeof Fault>;

const Latency = z.union([
  ms,
  z.strictObject({ min: ms, max: ms }).refine(({ min, max }) => min <= max, 'min must not be above max'),
  z.null(),
]);
export type Latency = z.infer<typeof Latency>;

const Knobs = z.strictObject({
  /** From a call's arrival to its answer. Null: at once. */
  latencyMs: Latency,
  /** From a write's arrival to its commit. The answer never goes out before. */
  commitDelayMs: ms,
  /** From a write's arrival to its rollback, if it has not committed by then. Null: it may run as long as it likes. */
  executionMaxMs: ms.nullable(),
  /** From a commit to the order being found by AuftragSuchen; lists and single reads show it at once. */
  indexLagMs: ms,
  /** Creates are refused with 414. */
  periodClosed: z.boolean(),
  next: z.array(Fault).max(1000),
  /** A bad day: every `calls`th call, of whatever operation, gets a SOAP fault. `left`: calls until the next one. */
  faultEvery: z
    .strictObject({ calls: z.int().min(2).max(1_000_000), left: z.int().min(1).max(1_000_000).optional() })
    .nullable(),
});
export type Knobs = z.infer<typeof Knobs>;

export const defaultKnobs = (latencyMs: Latency): Knobs => ({
  latencyMs,
  commitDelayMs: 0,
  executionMaxMs: null,
  indexLagMs: 0,
  periodClosed: false,
  next: [],
  faultEvery: null,
});

/** Merges a patch from the control port; `next` replaces the list. @returns the knobs, or a sentence that says what is wrong */
export function mergeKnobs(
  knobs: Knobs,
  patch: unknown,
  operations: ReadonlySet<string>,
): { knobs: Knobs } | { problem: string } {
  const parsed = Knobs.partial().safeParse(patch);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error) };
  const stray = parsed.data.next?.find(({ operation }) => operation !== '*' && !operations.has(operation));
  if (stray !== undefined) return { problem: `There is no operation "${stray.operation}".` };
  const given = Object.fromEntries(Object.entries(parsed.data).filter(([, setting]) => setting !== undefined));
  return { knobs: { ...knobs, ...given } };
}

/** The first fault that waits for this operation, or else the one whose turn it is, and the knobs with it used once. */
export function takeFault(knobs: Knobs, operation: string): { fault: Fault | null; knobs: Knobs } {
  const index = knobs.next.findIndex((fault) => fault.operation === operation || fault.operation === '*');
  const fault = knobs.next[index];
  if (fault === undefined) return takeRegularFault(knobs, operation);
  const rest = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
  return { fault, knobs: { ...knobs, next: knobs.next.toSpliced(index, 1, ...rest) } };
}

function takeRegularFault(knobs: Knobs, operation: string): { fault: Fault | null; knobs: Knobs } {
  if (knobs.faultEvery === null) return { fault: null, knobs };
  const { calls, left = calls } = knobs.faultEvery;
  if (left > 1) return { fault: null, knobs: { ...knobs, faultEvery: { calls, left: left - 1 } } };
  return { fault: { fault: 'soap-fault', operation, times: 1 }, knobs: { ...knobs, faultEvery: { calls } } };
}
