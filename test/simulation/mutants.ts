/** One protection taken out of the product: an exact piece of one file, and what stands there instead. */
export interface Mutant {
  name: string;
  /** From the root. */
  file: string;
  find: string;
  put: string;
}

/** The file without its protection. Throws where the piece is not there exactly once: then the mutant is out of date. */
export function mutated({ name, file, find, put }: Mutant, text: string): string {
  const count = text.split(find).length - 1;
  if (count !== 1) throw new Error(`the mutant ${name} finds its place in ${file} ${count} times`);
  return text.replace(find, () => put);
}

const MACHINE = 'gateway/core/push-machine.ts';
const STEP = 'gateway/core/push-step.ts';
const LOOKUP = 'gateway/core/push-lookup.ts';
const PREPARATION = 'gateway/core/push-preparation.ts';
const RUNNER = 'gateway/durable/push-runner.ts';
const INTAKE = 'gateway/durable/push-intake.ts';
const WRITES = 'agent/execute/writes.ts';

export const MUTANTS: readonly Mutant[] = [
  { name: 'no-fence', file: STEP, find: 'startedAt + GO_WITHIN_MS + maxExecutionMs + indexLagMs', put: 'startedAt' },
  {
    name: 'no-fsync',
    file: 'agent/execute/journal.ts',
    find: 'PRAGMA synchronous = FULL',
    put: 'PRAGMA synchronous = OFF',
  },
  { name: 'no-epoch-agent', file: WRITES, find: 'if (epoch < newest) {', put: 'if (epoch < 0) {' },
  {
    name: 'no-epoch-gateway',
    file: MACHINE,
    find: "push.state === 'sending' && event.attempt === push.attempt && event.epoch === push.epoch",
    put: "push.state === 'sending'",
  },
  {
    name: 'accept-before-durable',
    file: INTAKE,
    find: 'storage.transactionSync(() => {',
    put: 'void Promise.resolve().then(() => {',
  },
  {
    name: 'resend-on-timeout',
    file: STEP,
    find: 'if (push.bounds?.canLookUp === false && push.bounds.uniqueReference) {',
    put: 'if (push.bounds !== null) {',
  },
  {
    name: 'link-lost-is-not-sent',
    file: MACHINE,
    find: 'if (push.grantedAt === null && event.mayHaveGone !== true) {',
    put: 'if (push.epoch !== null) {',
  },
  {
    name: 'forgotten-go-ignored',
    file: MACHINE,
    find: 'if (push.grantedAt === null && event.mayHaveGone !== true) {',
    put: 'if (push.grantedAt === null) {',
  },
  { name: 'key-merged', file: INTAKE, find: 'return isSame(known.write, write) ?', put: 'return known.write ?' },
  {
    name: 'key-forgotten',
    file: INTAKE,
    find: 'pushes.of(write.command, recordId, revision);',
    put: 'pushes.of(write.command, recordId, revision + 1);',
  },
  {
    name: 'lookup-trusted-at-once',
    file: LOOKUP,
    find: 'if (askedAt >= push.fenceAt) return',
    put: 'if (askedAt > 0) return',
  },
  {
    name: 'kept-before-durable',
    file: RUNNER,
    find: "    this.apply(pushId, { type: 'reported',",
    put: "    this.#parts.link.send(epoch, { type: 'kept', pushId, attempt });\n    this.apply(pushId, { type: 'reported',",
  },
  {
    name: 'outcome-not-reported-again',
    file: WRITES,
    find: 'for (const row of this.#toReport()) {',
    put: 'for (const row of this.#toReport().slice(0, 0)) {',
  },
  {
    name: 'outcome-said-once',
    file: 'agent/execute/unkept.ts',
    find: 'if (this.#isWaiting) return;',
    put: 'if (!this.#isWaiting) return;',
  },
  { name: 'go-twice', file: MACHINE, find: 'if (push.grantedAt !== null) return stay(push);', put: '' },
  {
    name: 'late-start',
    file: WRITES,
    find: 'atMs.monotonic) <= GO_WITHIN_MS',
    put: 'atMs.monotonic) <= Number.POSITIVE_INFINITY',
  },
  {
    name: 'late-proof-ignored',
    file: MACHINE,
    find: "if (outcome.result === 'made' && event.erpId !== null) return",
    put: "if (outcome.result === 'made' && event.erpId !== null && push.state === 'sending') return",
  },
  {
    name: 'old-proof-of-nothing',
    file: MACHINE,
    find: '!isOpen(push) || event.attempt !== push.attempt',
    put: '!isOpen(push)',
  },
  {
    name: 'started-is-not-sent',
    file: 'agent/execute/recover.ts',
    find: "return phase === 'claimed'",
    put: "if (phase === 'started') return { result: 'not-sent', error: failure('agent.overloaded') };\n  return phase === 'claimed'",
  },
  { name: 'start-not-journalled', file: WRITES, find: 'this.#journal.start(pushId, attempt);', put: '' },
  {
    name: 'recovered-believed-after-go',
    file: MACHINE,
    find: 'if (push.grantedAt !== null && FORGETFUL.has(outcome.error.code)) {',
    put: 'if (push.grantedAt === 0 && FORGETFUL.has(outcome.error.code)) {',
  },
  {
    name: 'set-back-ignored',
    file: 'gateway/durable/store-set-back.ts',
    find: 'if (lastEpoch <= (runner.writers.toldTo(agentId) ?? link.epochOf(socket) - 1)) {',
    put: 'if (lastEpoch >= 0) {',
  },
  { name: 'send-has-no-epoch', file: RUNNER, find: 'this.writers.nextEpoch(epoch)', put: 'epoch' },
  { name: 'writers-not-awaited', file: RUNNER, find: 'if (this.writers.awaitedUntil() > now()) return;', put: '' },
  {
    name: 'forgotten-attempts-mixed-up',
    file: PREPARATION,
    find: 'push.attempt + FORGOTTEN_ATTEMPTS',
    put: 'push.attempt',
  },
  {
    name: 'wrong-number-told',
    file: 'gateway/core/crm-write.ts',
    find: 'const orderId = SalesOrderId.parse(order.erpId);',
    put: 'const orderId = SalesOrderId.parse(recordId);',
  },
  {
    name: 'done-before-told',
    file: 'gateway/durable/crm-outbox.ts',
    find: 'if (!told.ok) return',
    put: 'if (told === null) return',
  },
  {
    name: 'late-word-stays',
    file: 'gateway/durable/crm-outbox.ts',
    find: 'if (this.#isSaidAgain(entry, begunAt)) return;',
    put: '',
  },
  {
    name: 'customer-not-awaited',
    file: PREPARATION,
    find: "if (waitsFor === null) return { type: 'prepared', customerId: null, ...how };",
    put: "return { type: 'prepared', customerId: null, ...how };",
  },
  {
    name: 'word-before-the-fence',
    file: 'gateway/core/push-decision.ts',
    find: 'now >= believedFrom(push, now))',
    put: 'now >= 0)',
  },
  {
    name: 'given-up-not-looked-for',
    file: 'gateway/core/revision.ts',
    find: '!isLookedFor || wasSeenAbsent(',
    put: 'isLookedFor || wasSeenAbsent(',
  },
  {
    name: 'given-up-without-fence',
    file: 'gateway/core/revision.ts',
    find: 'if (now < fenceAt) {',
    put: 'if (now < 0) {',
  },
  {
    name: 'go-in-quiet-hours',
    file: RUNNER,
    find: 'push === null || !serves || this.#isQuiet()',
    put: 'push === null || !serves',
  },
  {
    name: 'refused-while-under-way',
    file: MACHINE,
    find: 'push.bounds?.uniqueReference === true && push.attempt > 1',
    put: 'push.attempt < 0',
  },
];
