import {
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type WriteCommandName,
} from '#contracts/commands';
import type { CommandMapping } from '#contracts/connector';
import { type Failure, failure } from '#contracts/errors';
import type { AttemptOutcome, WriteBounds } from '#contracts/frames';
import { fail, type Result } from '#contracts/result';
import { type CallOutcome, openCaller } from './caller.ts';
import type { Connector } from './connector/load.ts';
import { type AnswerShaper, shaperFor } from './connector/shape.ts';
import { judgeFor } from './connector/verdict.ts';
import { openLane } from './lane.ts';
import { readOutcome, writeOutcome } from './outcome.ts';
import { inSlices } from './patience.ts';
import type { Erp, ErpLog, WriteGo } from './port.ts';
import { openSession } from './session.ts';
import type { OperationShape } from './soap/shapes.ts';
import type { Transport } from './soap/transport.ts';
import { atOnce } from './steps.ts';

/** 16 waiting calls for each that runs: at 1 s a call, what would come after would wait longer than a deadline. */
const WAITING_PER_CALL = 16;

const LEFT_ALONE = fail(failure('erp.timed-out', { detail: 'nobody waits any more' }));

/** Sessions whose ids are still taken out of texts. */
const SESSIONS_HIDDEN = 8;

export interface SoapErpParts {
  connector: Connector;
  settings: Record<string, string>;
  transport: Transport;
  log: ErpLog;
  /** A clock that only goes forward, in milliseconds. */
  nowMs: () => number;
}

interface Command {
  mapping: CommandMapping;
  shape: OperationShape;
  shaper: AnswerShaper<CommandName>;
}

/** No bound is known where nothing is written. */
function writeBoundsOf(commands: ReadonlyMap<CommandName, Command>): WriteBounds {
  const write = commands.get('order.create')?.mapping.write;
  return {
    maxExecutionMs: write?.maxExecutionMs ?? null,
    indexLagMs: write?.indexLagMs ?? 0,
    canLookUp: commands.has('order.find-by-reference'),
  };
}

function commandsOf({ document, service }: Connector): Map<CommandName, Command> {
  const commands = new Map<CommandName, Command>();
  for (const [name, mapping] of Object.entries(document.commands) as [CommandName, CommandMapping][]) {
    const shape = service.operations.get(mapping.operation);
    if (shape === undefined) continue;
    const shaper = shaperFor(name, mapping, document.formats, document.limits.rowsMax);
    commands.set(name, { mapping, shape, shaper });
  }
  return commands;
}

/** An ERP that speaks SOAP as its connector says. Logs in when first needed. */
export function openSoapErp({ connector, settings, transport, log, nowMs }: SoapErpParts): Erp {
  const { document, service } = connector;
  const { limits, login } = document;
  const commands = commandsOf(connector);
  const caller = openCaller({ document, settings, transport, judge: judgeFor(document.verdict) });
  const loginShape = login === undefined ? undefined : service.operations.get(login.operation);
  const session = loginShape && openSession(() => caller.login(loginShape), nowMs);
  const lanes = {
    read: openLane(limits.concurrentReads, limits.concurrentReads * WAITING_PER_CALL),
    write: openLane(limits.concurrentWrites, limits.concurrentWrites * WAITING_PER_CALL),
  };
  const secrets = secretsOf(document.settings, settings);
  /** The last sessions, oldest first: they open the ERP like a password. */
  const sessions: string[] = [];
  let closed = false;

  /** One call with a session; once more with a new one if the ERP says that it has expired, which proves that nothing was done. */
  const callInSession = async (
    command: Command,
    input: unknown,
    go: WriteGo,
  ): Promise<CallOutcome | { kind: 'no-session'; error: Failure }> => {
    for (let last = false; ; last = true) {
      const current = session === undefined ? null : await raced(session.current(), go.signal);
      if (current !== null && !current.ok) return { kind: 'no-session', error: current.error };
      if (current !== null && !sessions.includes(current.value)) {
        sessions.splice(0, sessions.length - SESSIONS_HIDDEN + 1);
        sessions.push(current.value);
      }
      const { mapping, shape, shaper } = command;
      const bounds = { lists: shaper.lists, rowsMax: limits.rowsMax };
      const outcome = await caller.call(mapping, shape, bounds, input, current?.value ?? null, go);
      const expired = outcome.kind === 'judged' && outcome.judgement.kind === 'session-expired';
      if (!expired || current === null) return outcome;
      session?.drop(current.value);
      if (last) return outcome;
    }
  };

  const run = async (effect: 'read' | 'write', name: CommandName, input: unknown, go: WriteGo) => {
    const command = commands.get(name);
    if (command === undefined) return { refusal: failure('connector.command-missing', { detail: name }) };
    if (closed) return { refusal: failure('erp.unreachable', { detail: 'the link to the ERP is closed' }) };
    const parsed = COMMANDS[name].input.safeParse(input);
    if (!parsed.success) {
      const detail = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
      return { refusal: failure('request.invalid', { detail }) };
    }
    const asked = withinRows(parsed.data, limits.rowsMax);
    const startedMs = nowMs();
    const ran = await lanes[effect].run(go.signal, () => callInSession(command, asked, go));
    if (!ran.ran) {
      const code = ran.why === 'full' ? 'agent.overloaded' : 'erp.timed-out';
      return { refusal: failure(code, { detail: 'not started' }) };
    }
    const ms = Math.round(nowMs() - startedMs);
    log.info({ command: name, operation: command.mapping.operation, outcome: ran.value.kind, ms }, 'ERP call');
    if (ran.value.kind === 'no-session') return { refusal: ran.value.error };
    return { command, outcome: ran.value };
  };

  // ERPs repeat what they were sent in their faults: secrets are taken out of every text that leaves here.
  const hide = (text: string): string =>
    [...secrets, ...sessions].reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text);
  const hidden = (error: Failure): Failure => ({
    ...error,
    message: hide(error.message),
    detail: error.detail === null ? null : hide(error.detail),
  });

  return {
    title: document.title,
    name: document.name,
    version: document.version,
    commands: [...commands.keys()],
    writeBounds: writeBoundsOf(commands),
    limits,
    async read(command, input, signal) {
      const done = await run('read', command, input, { signal, mayStart: () => true });
      const read =
        'refusal' in done ? null : await inSlices(readOutcome(done.outcome, done.command.shaper.shape), signal);
      const result: Result<unknown> = 'refusal' in done ? fail(done.refusal) : (read?.done ?? LEFT_ALONE);
      if (result.ok) return result as Result<CommandOutput<typeof command>>;
      const error = hidden(result.error);
      log.warn({ command, code: error.code, detail: error.detail }, 'ERP read failed');
      return fail(error);
    },
    async write<N extends WriteCommandName>(command: N, input: CommandInput<N>, go: WriteGo) {
      const done = await run('write', command, input, go);
      const outcome: AttemptOutcome =
        'refusal' in done
          ? { result: 'not-sent', error: done.refusal }
          : atOnce(writeOutcome(done.outcome, done.command.shaper.shape));
      if (outcome.result === 'made') return outcome;
      const error = hidden(outcome.error);
      log.warn({ command, result: outcome.result, code: error.code, detail: error.detail }, 'ERP write not made');
      return { ...outcome, error };
    },
    async close() {
      closed = true;
      transport.close();
    },
  };
}

/** A shared login goes on when one who waits for it gives up. */
function raced(current: Promise<Result<string>>, signal: AbortSignal): Promise<Result<string>> {
  if (signal.aborted) return Promise.resolve(LEFT_ALONE);
  return new Promise((resolve) => {
    const abort = (): void => resolve(LEFT_ALONE);
    signal.addEventListener('abort', abort, { once: true });
    void current.then((result) => {
      signal.removeEventListener('abort', abort);
      resolve(result);
    });
  });
}

/** A page is never asked for with more rows than the connector takes in one answer. */
function withinRows(input: object, rowsMax: number): object {
  return 'limit' in input && typeof input.limit === 'number' && input.limit > rowsMax
    ? { ...input, limit: rowsMax }
    : input;
}

/** The texts that must not leave here, as the configuration gives them. */
function secretsOf(described: Record<string, { secret: boolean }>, settings: Record<string, string>): string[] {
  return Object.entries(settings)
    .filter(([name, value]) => described[name]?.secret && value !== '')
    .map(([, value]) => value);
}
