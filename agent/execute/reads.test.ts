import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { type AgentFrame, AgentFrame as AgentFrameSchema, FRAME_BYTES_MAX } from '#contracts/frames';
import { fail, ok, type Result } from '#contracts/result';
import { FakeErp } from '../../test/agent-link/fake-erp.ts';
import { call, keptLog } from '../../test/agent-link/material.ts';
import { Reads } from './reads.ts';

function openReads() {
  const erp = new FakeErp();
  const log = keptLog();
  const said: AgentFrame[] = [];
  const reads = new Reads(erp, log);
  return { erp, log, said, reads, reply: (frame: AgentFrame) => void said.push(frame) };
}

/** An ERP that answers nothing until it is told that nobody waits. */
const untilAborted = (signal: AbortSignal): Promise<Result<unknown>> =>
  new Promise((resolve) => {
    const abort = () => resolve(fail(failure('erp.timed-out')));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });

describe('a read', () => {
  it('is answered with what the ERP said', async () => {
    const { erp, said, reads, reply } = openReads();
    erp.onRead = async () => ok({ name: 'Meier' });
    await reads.serve(call({ id: 7 }), reply);
    expect(erp.reads).toMatchObject([{ command: 'customer.read', input: { customerId: '10447' } }]);
    expect(said).toEqual([{ type: 'answer', id: 7, ok: true, output: { name: 'Meier' } }]);
  });

  it('that failed is answered with the failure, and logged with its correlation id', async () => {
    const { erp, log, said, reads, reply } = openReads();
    const error = failure('erp.not-found', { detail: 'Kunde 10447' });
    erp.onRead = async () => fail(error);
    await reads.serve(call(), reply);
    expect(said).toEqual([{ type: 'answer', id: 1, ok: false, error }]);
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { correlationId: call().correlationId } }]);
  });

  it.each([[{}], [null], [{ customerId: '10447', more: 1 }], [{ customerId: '\u0000' }]])(
    'with the input %j is refused, and the ERP is never asked',
    async (input) => {
      const { erp, said, reads, reply } = openReads();
      await reads.serve(call({ input }), reply);
      expect(said).toMatchObject([{ id: 1, ok: false, error: { code: 'request.invalid' } }]);
      expect(erp.reads).toEqual([]);
    },
  );

  it('is given up at its deadline', async () => {
    const { erp, said, reads, reply } = openReads();
    erp.onRead = untilAborted;
    await reads.serve(call({ deadlineMs: 5 }), reply);
    expect(said).toMatchObject([{ ok: false, error: { code: 'erp.timed-out' } }]);
  });

  it('is given up when the agent is about to end, and the next one is refused without asking the ERP', async () => {
    const { erp, said, reads, reply } = openReads();
    erp.onRead = untilAborted;
    const serving = reads.serve(call({ id: 1 }), reply);
    expect(reads.running).toBe(1);
    reads.drain();
    await serving;
    await reads.serve(call({ id: 2 }), reply);
    expect(said).toMatchObject([
      { id: 1, error: { code: 'agent.offline' } },
      { id: 2, error: { code: 'agent.offline' } },
    ]);
    expect([erp.reads.length, reads.running]).toEqual([1, 0]);
  });

  it('that is cancelled is given up, and the others go on', async () => {
    const { erp, reads, reply } = openReads();
    erp.onRead = untilAborted;
    const first = reads.serve(call({ id: 1 }), reply);
    const second = reads.serve(call({ id: 2 }), reply);
    reads.cancel(1);
    await first;
    expect(erp.reads.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    reads.cancelAll();
    await second;
    expect(erp.reads.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  it('that waits for a place at the ERP and is cancelled never starts', async () => {
    const { erp, said, reads, reply } = openReads();
    const place = Promise.withResolvers<void>();
    const started: boolean[] = [];
    erp.onRead = async (signal) => {
      await place.promise;
      if (signal.aborted) return fail(failure('erp.timed-out'));
      started.push(true);
      return ok({});
    };
    const waiting = reads.serve(call(), reply);
    reads.cancel(1);
    place.resolve();
    await waiting;
    expect(started).toEqual([]);
    expect(said).toMatchObject([{ ok: false }]);
  });

  it('that is over leaves nothing behind: a late cancel of its number is nothing', async () => {
    const { erp, reads, reply } = openReads();
    erp.onRead = async () => ok({});
    await reads.serve(call(), reply);
    reads.cancel(1);
    reads.cancelAll();
    expect(erp.reads[0]?.signal.aborted).toBe(false);
  });

  it('that breaks in our own code is answered as a defect, and tells nothing of what was thrown', async () => {
    const { erp, said, reads, reply } = openReads();
    erp.onRead = () => Promise.reject(new TypeError('customer Meier'));
    await reads.serve(call(), reply);
    expect(said).toMatchObject([{ ok: false, error: { code: 'defect.impossible-state', detail: 'TypeError' } }]);
  });
});

describe('an answer', () => {
  it.each([
    ['a', 1],
    ['€', 3],
  ])('of %s is never larger on the wire than a frame may be', async (letter, bytes) => {
    const outcomeOf = async (letters: number) => {
      const { erp, said, reads, reply } = openReads();
      erp.onRead = async () => ok(letter.repeat(letters));
      await reads.serve(call({ id: Number.MAX_SAFE_INTEGER }), reply);
      const [frame] = said;
      if (frame === undefined) throw new Error('no answer');
      expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(FRAME_BYTES_MAX);
      expect(AgentFrameSchema.safeParse(frame).success).toBe(true);
      return frame.type === 'answer' && !frame.ok ? frame.error.code : 'sent';
    };
    const around = JSON.stringify({ type: 'answer', id: Number.MAX_SAFE_INTEGER, ok: true, output: '' });
    const room = Math.floor((FRAME_BYTES_MAX - around.length) / bytes);
    expect(await outcomeOf(room)).toBe('sent');
    expect(await outcomeOf(room + 1)).toBe('erp.answer-too-large');
    expect(await outcomeOf(room * 2)).toBe('erp.answer-too-large');
  });
});

it('a page that no frame can carry is cut, and says so', async () => {
  const { erp, said, reads, reply } = openReads();
  const rows = Array.from({ length: 1000 }, (_, at) => ({ orderId: String(at), text: '€'.repeat(500) }));
  erp.onRead = async () => ok({ rows, problems: [], nextCursor: null });
  await reads.serve(call(), reply);
  expect(Buffer.byteLength(JSON.stringify(said[0]))).toBeLessThanOrEqual(FRAME_BYTES_MAX);
  const { output } = said[0] as unknown as { output: { rows: unknown[]; problems: object[] } };
  expect(output.rows.length).toBeGreaterThan(600);
  expect(output.rows).toEqual(rows.slice(0, output.rows.length));
  const problem = `${1000 - output.rows.length} more rows do not fit into one answer; they are left out`;
  expect(output.problems).toEqual([{ row: null, key: null, problem }]);
});

describe('calm', () => {
  it('comes when fewer reads run than may, at once where it is so already, and when nobody wants it any more', async () => {
    const { erp, reads, reply } = openReads();
    const stop = new AbortController();
    await reads.calm(1, stop.signal);
    erp.onRead = untilAborted;
    const serving = [1, 2].map((id) => reads.serve(call({ id }), reply));
    let isCalm = false;
    const calm = reads.calm(2, stop.signal).then(() => {
      isCalm = true;
    });
    const never = reads.calm(1, stop.signal);
    await Promise.resolve();
    expect(isCalm).toBe(false);
    reads.cancel(1);
    await calm;
    expect(reads.running).toBe(1);
    stop.abort();
    await never;
    reads.cancelAll();
    await Promise.all(serving);
  });
});
