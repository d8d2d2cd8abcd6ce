import {
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  LOOK_UP_OF,
  WriteCommandName,
} from '#contracts/commands';
import { type Failure, failure } from '#contracts/errors';
import type { AttemptOutcome, WriteBounds } from '#contracts/frames';
import { fail, ok, type Result } from '#contracts/result';
import { type Caller, openCaller } from './caller.ts';
import type { Connector } from './connector/load.ts';
import { type PreparedCall, type PreparedCommand, prepareCommands } from './connector/prepare.ts';
import { LEFT_ALONE, openDesk } from './desk.ts';
import { gather } from './gather.ts';
import { heldItems } from './held-items.ts';
import { openLane } from './lane.ts';
import { inSlices } from './patience.ts';
import type { Erp, ErpLog, WriteGo } from './port.ts';
import type { Transport } from './soap/transport.ts';
import type { XmlElement } from './soap/xml-tree.ts';
import { hiderOf, secretTexts } from './spellings.ts';
import { wholePage } from './whole-page.ts';
import { runWrite } from './write-steps.ts';

export interface SoapErpParts {
  connector: Connector;
  settings: Record<string, string>;
  /** Of each service. */
  transports: ReadonlyMap<string, Transport>;
  log: ErpLog;
  /** A clock that only goes forward, in milliseconds. */
  nowMs: () => number;
  /** The time, for stamps and tokens that name it. */
  epochMs: () => number;
  /** Told of every answer that says yes; must not throw. */
  seen?: ((call: PreparedCall, answer: XmlElement) => void) | undefined;
}

/** Creates that wait for another to end; the push machine sends few at once. */
const WRITES_WAITING = 64;

/** What the connector promises about each write it offers. */
const writeBoundsOf = (commands: ReadonlyMap<CommandName, PreparedCommand>): Erp['writeBounds'] =>
  Object.fromEntries(
    WriteCommandName.options.flatMap((name): [WriteCommandName, WriteBounds][] => {
      const command = commands.get(name);
      if (command === undefined) return [];
      const { maxExecutionMs = null, indexLagMs = 0, uniqueReference = false } = command.write ?? {};
      return [[name, { maxExecutionMs, indexLagMs, canLookUp: commands.has(LOOK_UP_OF[name]), uniqueReference }]];
    }),
  );

/** An ERP that speaks SOAP as its connector says. Logs in when first needed. */
export function openSoapErp(parts: SoapErpParts): Erp {
  const { connector, settings, transports, log, nowMs, epochMs } = parts;
  const { document, services, types } = connector;
  const { limits, namespaces } = document;
  const commands = prepareCommands(document, services);
  const caller = watched(openCaller({ document, settings, transports, types, epochMs }), parts.seen);
  const desk = openDesk({ document, services, caller, nowMs });
  const gathering = { desk, namespaces, atOnce: limits.concurrentReads, rowsMax: limits.rowsMax };
  // A create of several steps is one write: its steps are not mixed with those of another.
  const creates = openLane({
    concurrent: limits.concurrentWrites,
    concurrentWrites: limits.concurrentWrites,
    waitingMax: WRITES_WAITING,
  });
  let closed = false;

  /** The command and what it is asked, or why it cannot be. */
  const accept = (name: CommandName, input: unknown): Result<{ command: PreparedCommand; asked: Asked }> => {
    const command = commands.get(name);
    if (command === undefined) return fail(failure('connector.command-missing', { detail: name }));
    if (closed) return fail(failure('erp.unreachable', { detail: 'the link to the ERP is closed' }));
    const parsed = COMMANDS[name].input.safeParse(input);
    if (parsed.success) return ok({ command, asked: withinRows(parsed.data, rowsMaxOf(command, limits.rowsMax)) });
    const detail = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return fail(failure('request.invalid', { detail }));
  };

  const read = async (command: PreparedCommand, asked: Asked, signal: AbortSignal): Promise<Result<unknown>> => {
    const items = heldItems(command, asked);
    if (items.leftOut > 0) {
      const detail = `${items.leftOut} item numbers that the formats of the connector have no room for`;
      log.warn({ command: command.name, detail }, 'ERP not asked for these: they are said to be unknown');
    }
    if (items.asked === null) return ok(items.whole({}));
    const brought = await gather(gathering, command, items.asked, { signal, mayStart: () => true });
    if (!brought.ok) return brought;
    const { gathered, nextCursor } = brought.value;
    const shaped = await inSlices(command.shaper.shape(gathered), signal);
    if (shaped === null) return LEFT_ALONE;
    if (!shaped.done.ok) return shaped.done;
    const value = command.paging === null ? shaped.done.value : wholePage(command, shaped.done.value, brought.value);
    const unfinished = unfinishedOf(command, value);
    if (unfinished !== null) return fail(unfinished);
    return ok(nextCursor === undefined || !('nextCursor' in value) ? items.whole(value) : { ...value, nextCursor });
  };

  // ERPs repeat what they were sent in their faults: secrets are taken out of every text that leaves here.
  const hideSettings = hiderOf(secretTexts(document, settings), '***');
  const hide = (text: string): string => hiderOf(desk.secrets(), '***')(hideSettings(text));
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
    async read(name, input, signal) {
      const accepted = accept(name, input);
      const result = accepted.ok ? await read(accepted.value.command, accepted.value.asked, signal) : accepted;
      if (result.ok) return result as Result<CommandOutput<typeof name>>;
      const error = hidden(result.error);
      log.warn({ command: name, code: error.code, detail: error.detail }, 'ERP read failed');
      return fail(error);
    },
    async write<N extends WriteCommandName>(name: N, input: CommandInput<N>, go: WriteGo) {
      const startedMs = nowMs();
      const accepted = accept(name, input);
      const outcome = accepted.ok
        ? await oneWrite(accepted.value.command, accepted.value.asked, go)
        : ({ result: 'not-sent', error: accepted.error } as const);
      const ms = Math.round(nowMs() - startedMs);
      if (accepted.ok) log.info({ command: name, outcome: outcome.result, ms }, 'ERP write');
      if (outcome.result === 'made') return outcome;
      const error = hidden(outcome.error);
      log.warn({ command: name, result: outcome.result, code: error.code, detail: error.detail }, 'ERP write not made');
      return { ...outcome, error };
    },
    async close() {
      closed = true;
      for (const transport of transports.values()) transport.close();
    },
  };

  async function oneWrite(command: PreparedCommand, asked: Asked, go: WriteGo): Promise<AttemptOutcome> {
    const ran = await creates.run('write', go.signal, () => runWrite({ desk, nowMs }, command, asked, go));
    if (ran.ran) return ran.value;
    const code = ran.why === 'full' ? 'agent.overloaded' : 'erp.timed-out';
    return { result: 'not-sent', error: failure(code, { detail: 'not started' }) };
  }
}

type Asked = Readonly<Record<string, unknown>>;

/** A caller that tells of each answer; one that says no has nothing in it to look at. */
function watched(caller: Caller, seen: SoapErpParts['seen']): Caller {
  if (seen === undefined) return caller;
  return {
    async call(call, asked, session, go) {
      const outcome = await caller.call(call, asked, session, go);
      if (outcome.kind === 'judged' && outcome.judgement.kind === 'success') seen(call, outcome.element);
      return outcome;
    },
  };
}

/** A lookup that found a document which was not made to its end: neither found nor absent, and a person's business. */
function unfinishedOf({ complete }: PreparedCommand, value: object): Failure | null {
  const rows: unknown = complete === null ? null : Reflect.get(value, complete.list);
  if (complete === null || !Array.isArray(rows)) return null;
  for (const row of rows as Record<string, never>[]) {
    const done = complete.expression.run({ row });
    if (done.ok && done.value === true) continue;
    const id = Object.entries(row).find(([field]) => field.endsWith('Id'));
    return failure('push.content-differs', { detail: `${id?.join(' ') ?? 'a document'} was not made to its end` });
  }
  return null;
}

/** Rows read one by one are a smaller bound than rows of an answer. */
const rowsMaxOf = ({ steps }: PreparedCommand, rowsMax: number): number =>
  Math.min(rowsMax, ...steps.flatMap(({ forRows }) => (forRows === null ? [] : [forRows.max])));

/** A page is never asked for with more rows than the connector takes in one answer. */
function withinRows(input: object, rowsMax: number): Asked {
  return 'limit' in input && typeof input.limit === 'number' && input.limit > rowsMax
    ? { ...input, limit: rowsMax }
    : { ...input };
}
