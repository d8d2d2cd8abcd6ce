import type { CommandInput, CommandName, CommandOutput, ReadCommandName, WriteCommandName } from '#contracts/commands';
import type { AttemptOutcome, WriteBounds } from '#contracts/frames';
import type { Result } from '#contracts/result';

/** What the ERP's owner allows. The agent holds these itself; a caller may rely on them. */
export interface ErpLimits {
  /** Calls at once, of every kind together: reads may take all of these places, a write gets the next one that is free. */
  concurrentReads: number;
  /** Of those, writes. */
  concurrentWrites: number;
  /** The longest that one call to the ERP may take. */
  callTimeoutMs: number;
  /**
   * Rows of one answer. A page with more of them keeps the first, which are the newest, and says in its `problems`
   * how many were left out; any other answer with more is refused with erp.answer-too-large.
   */
  rowsMax: number;
}

/** The go for one write. */
export interface WriteGo {
  signal: AbortSignal;
  /** Asked in the moment before the first byte leaves, each time: a go is void some time after its claim. */
  mayStart: () => boolean;
}

/** What an ERP must offer, in our words. Nothing above this port knows how the ERP is spoken to. */
export interface Erp {
  /** As people call it, e.g. `Kontor ERP`. */
  title: string;
  /** The connector's name, e.g. `demo-erp`. */
  name: string;
  /** The connector's version, e.g. `1.0.0`. */
  version: string;
  commands: CommandName[];
  /** For each write that is offered, what is promised about it. */
  writeBounds: Partial<Record<WriteCommandName, WriteBounds>>;
  limits: ErpLimits;
  /**
   * Asks the ERP. May be repeated freely. Never throws.
   * Errors: erp.* except erp.outcome-unknown, agent.overloaded, connector.command-missing, request.invalid; and
   * push.content-differs of a lookup by reference that found a document which was not made to its end.
   */
  read<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    signal: AbortSignal,
  ): Promise<Result<CommandOutput<N>>>;
  /**
   * One attempt of a write. Never throws, and never repeats a request that may have been received.
   * Aborting after the request left gives `unknown`, not `not-sent`. A go that is void gives `not-sent`.
   */
  write<N extends WriteCommandName>(command: N, input: CommandInput<N>, go: WriteGo): Promise<AttemptOutcome>;
  /** Breaks what is still under way: let calls finish first. */
  close(): Promise<void>;
}

/** The part of a logger that the ERP side uses; pino fits. */
export interface ErpLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}
