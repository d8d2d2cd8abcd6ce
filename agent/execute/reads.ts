import { COMMANDS } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { type AgentFrame, type CallFrame, FRAME_BYTES_MAX } from '#contracts/frames';
import type { Erp } from '../erp/port.ts';
import type { Send } from '../link/connection.ts';
import type { Log } from '../log.ts';
import { fittingPage } from './fitting-page.ts';

/** Room for the frame around a page that is cut to fit. */
const ENVELOPE_BYTES = 1024;

/** Serves reads: each within its deadline, none whose asker has gone, no answer that the link cannot carry. */
export class Reads {
  readonly #erp: Erp;
  readonly #log: Log;
  readonly #running = new Map<number, AbortController>();
  #isDraining = false;
  #ended = Promise.withResolvers<void>();

  constructor(erp: Erp, log: Log) {
    this.#erp = erp;
    this.#log = log;
  }

  async serve(frame: CallFrame, reply: Send): Promise<void> {
    const { id, command, correlationId } = frame;
    if (this.#isDraining) return reply({ type: 'answer', id, ok: false, error: failure('agent.offline') });
    const input = COMMANDS[command].input.safeParse(frame.input);
    if (!input.success) {
      return reply({
        type: 'answer',
        id,
        ok: false,
        error: failure('request.invalid', { detail: input.error.message }),
      });
    }
    const startedMs = performance.now();
    const stop = new AbortController();
    const deadline = setTimeout(() => stop.abort(), frame.deadlineMs);
    this.#running.set(id, stop);
    try {
      // The schema of the table checked the input; the types of the two cannot be tied for a name that varies.
      const result = await this.#erp.read(command, input.data as never, stop.signal);
      if (!result.ok) {
        this.#log.warn({ correlationId, command, code: result.error.code, detail: result.error.detail }, 'read failed');
        // Given up for our own end: that says nothing of the ERP, and another agent may be asked.
        const error = this.#isDraining && stop.signal.aborted ? failure('agent.offline') : result.error;
        return reply({ type: 'answer', id, ok: false, error });
      }
      const answer: AgentFrame = { type: 'answer', id, ok: true, output: result.value };
      const text = JSON.stringify(answer);
      const bytes = Buffer.byteLength(text);
      if (bytes > FRAME_BYTES_MAX) {
        const output = fittingPage(result.value, FRAME_BYTES_MAX - ENVELOPE_BYTES);
        if (output !== null) {
          this.#log.warn({ correlationId, command, bytes }, 'page cut to one frame');
          return reply({ type: 'answer', id, ok: true, output });
        }
        const error = failure('erp.answer-too-large', { detail: `${command}: ${bytes} bytes` });
        return reply({ type: 'answer', id, ok: false, error });
      }
      const ms = Math.round(performance.now() - startedMs);
      this.#log.info({ correlationId, command, ms }, 'read served');
      reply(answer, text);
    } catch (error) {
      // Our own mistake in one answer must not end the process that serves all others.
      this.#log.error({ correlationId, command, detail: String(error) }, 'read broke');
      const detail = error instanceof Error ? error.name : 'thrown';
      reply({ type: 'answer', id, ok: false, error: failure('defect.impossible-state', { detail }) });
    } finally {
      clearTimeout(deadline);
      this.#running.delete(id);
      this.#ended.resolve();
      this.#ended = Promise.withResolvers();
    }
  }

  /** Resolves when fewer reads than this are being served, or when it is aborted: what nobody waits for goes last. */
  async calm(runningMax: number, stop: AbortSignal): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
    while (this.#running.size >= runningMax && !stop.aborted) await Promise.race([this.#ended.promise, stopped]);
  }

  /** Nobody waits for this call any more. */
  cancel(id: number): void {
    this.#running.get(id)?.abort();
  }

  /** Reads that are being served. */
  get running(): number {
    return this.#running.size;
  }

  /** The agent is about to end: what is asked from now on is refused, and nobody need wait for the rest. */
  drain(): void {
    this.#isDraining = true;
    this.cancelAll();
  }

  /** The connection is gone, and with it everybody who waited. */
  cancelAll(): void {
    for (const stop of this.#running.values()) stop.abort();
  }
}
