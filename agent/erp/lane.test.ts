import { describe, expect, it } from 'vitest';
import { openLane } from './lane.ts';

const signal = new AbortController().signal;
const gate = (): { opened: Promise<void>; open: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

describe('a lane', () => {
  it('runs no more at once than it may, and the others in the order they came', async () => {
    const lane = openLane(2, 10);
    const gates = Array.from({ length: 4 }, gate);
    const started: number[] = [];
    const runs = gates.map(({ opened }, index) =>
      lane.run(signal, async () => {
        started.push(index);
        await opened;
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    gates[1]?.open();
    await runs[1];
    expect(started).toEqual([0, 1, 2]);
    for (const { open } of gates) open();
    await Promise.all(runs);
    expect(started).toEqual([0, 1, 2, 3]);
  });
  it('refuses what would wait too long, and frees its place when work throws', async () => {
    const lane = openLane(1, 1);
    const first = gate();
    const failing = lane.run(signal, async () => {
      await first.opened;
      throw new Error('defect');
    });
    const second = lane.run(signal, async () => 'second');
    expect(await lane.run(signal, async () => 'third')).toEqual({ ran: false, why: 'full' });
    first.open();
    await expect(failing).rejects.toThrow('defect');
    expect(await second).toEqual({ ran: true, value: 'second' });
    expect(await lane.run(signal, async () => 'later')).toEqual({ ran: true, value: 'later' });
  });
  it('lets one that gave up go, and never runs it', async () => {
    const lane = openLane(1, 1);
    const first = gate();
    const running = lane.run(signal, () => first.opened);
    const leaving = new AbortController();
    let ran = false;
    const waiting = lane.run(leaving.signal, async () => {
      ran = true;
    });
    leaving.abort();
    expect(await waiting).toEqual({ ran: false, why: 'aborted' });
    const next = lane.run(signal, async () => 'next');
    first.open();
    await running;
    expect(await next).toEqual({ ran: true, value: 'next' });
    expect(ran).toBe(false);
  });
});
