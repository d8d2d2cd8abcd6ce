import type { ReadCommandName, WriteCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import { fail, type Result } from '#contracts/result';
import type { Erp, WriteGo } from '../../agent/erp/port.ts';

export const MADE: AttemptOutcome = { result: 'made', output: { orderId: '240871' } };

/** An ERP without a wire: says what it is told to, and keeps what it was asked. */
export class FakeErp implements Erp {
  readonly title = 'Kontor ERP';
  readonly name = 'demo-erp';
  readonly version = '1.0.0';
  readonly commands: Erp['commands'] = ['customer.read', 'order.find-by-reference', 'order.create'];
  readonly writeBounds = {
    'order.create': { maxExecutionMs: 30_000, indexLagMs: 0, canLookUp: true, uniqueReference: false },
  };
  readonly limits = { concurrentReads: 4, concurrentWrites: 1, callTimeoutMs: 20_000, rowsMax: 1000 };

  /** Writes that were asked for, and requests that really left. */
  asked: unknown[] = [];
  left: unknown[] = [];
  reads: { command: string; input: unknown; signal: AbortSignal }[] = [];
  onRead: (signal: AbortSignal) => Promise<Result<unknown>> = async () => fail(failure('erp.unreachable'));
  /** What becomes of a request that left. */
  onWrite: () => Promise<AttemptOutcome> = async () => MADE;
  /** What happens between being asked and the first byte, e.g. a login. */
  beforeLeaving: () => Promise<void> = async () => {};

  async read(command: ReadCommandName, input: unknown, signal: AbortSignal): Promise<Result<never>> {
    this.reads.push({ command, input, signal });
    return (await this.onRead(signal)) as Result<never>;
  }

  async write(_command: WriteCommandName, input: unknown, { mayStart }: WriteGo): Promise<AttemptOutcome> {
    this.asked.push(input);
    await this.beforeLeaving();
    if (!mayStart()) return { result: 'not-sent', error: failure('agent.overloaded', { detail: 'the go is void' }) };
    this.left.push(input);
    return this.onWrite();
  }

  async close(): Promise<void> {}
}
