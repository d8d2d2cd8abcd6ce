import { type CommandName, WriteCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import { fail, ok, type Result } from '#contracts/result';
import { type Connector, loadConnector } from '../erp/connector/load.ts';
import { openErp } from '../erp/open.ts';
import type { Erp } from '../erp/port.ts';
import type { Transport } from '../erp/soap/transport.ts';
import { openTap, type ShownExchange } from './tap.ts';

/** What came of a command: of a read its answer, of a write its outcome. */
export type Came = { kind: 'read'; result: Result<unknown> } | { kind: 'write'; outcome: AttemptOutcome };

export interface LiveRun {
  connector: Connector;
  exchanges: ShownExchange[];
  came: Came;
  ms: number;
  hide(text: string): string;
}

/** Of a write: `hold` shows what would be sent and sends no byte of it. */
export type Effect = 'hold' | 'send';

const NO_LOG = { info: () => undefined, warn: () => undefined };

/** A transport that keeps a write back. What it is asked for is seen by whoever listens in on it. */
const held = (transport: Transport): Transport => ({
  post: (post) =>
    post.effect === 'write'
      ? Promise.resolve({ kind: 'not-sent', cause: 'aborted', detail: 'held back' })
      : transport.post(post),
  close: () => transport.close(),
});

/** Asks an ERP one thing. A write is given its whole time; a read is left after it. */
export async function askErp(erp: Erp, command: CommandName, input: unknown, signal: AbortSignal): Promise<Came> {
  const write = WriteCommandName.safeParse(command);
  if (!write.success) return { kind: 'read', result: await erp.read(command as never, input as never, signal) };
  const outcome = await erp.write(write.data, input as never, { signal, mayStart: () => !signal.aborted });
  return { kind: 'write', outcome };
}

/**
 * One command, live, with all that went over the wire.
 * Errors: connector.invalid, connector.command-missing.
 */
export async function liveRun(
  connectorDir: string,
  settings: Record<string, string>,
  asked: { command: CommandName; input: unknown },
  effect: Effect,
): Promise<Result<LiveRun>> {
  const connector = await loadConnector(connectorDir);
  if (!connector.ok) return connector;
  if (connector.value.document.commands[asked.command] === undefined)
    return fail(failure('connector.command-missing', { detail: asked.command }));
  const tap = openTap(connector.value, settings);
  const erp = await openErp({
    connectorDir,
    settings,
    log: NO_LOG,
    around: (transport, service) => tap.around(effect === 'hold' ? held(transport) : transport, service),
  });
  if (!erp.ok) return erp;
  try {
    const startedMs = performance.now();
    const came = await askErp(erp.value, asked.command, asked.input, new AbortController().signal);
    const ms = Math.round(performance.now() - startedMs);
    return ok({ connector: connector.value, exchanges: tap.shown(), came, ms, hide: tap.hide });
  } finally {
    await erp.value.close();
  }
}
