import { describe, expect, it } from 'vitest';
import { type CallKind, type LaneLimits, openLane } from './lane.ts';

const signal = new AbortController().signal;
const gate = (): { opened: Promise<void>; open: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

const laneOf = (limits: Partial<LaneLimits>) =>
  openLane({ concurrent: 4, concurrentWrites: 1, waitingMax: 10, ...limits });

describe('a lane', () => {
  it('runs no more at once than it may, and the others in the order they came', async () => {
    const lane = laneOf({ concurrent: 2 });
    const gates = Array.from({ length: 4 }, gate);
    const started: number[] = [];
    const runs = gates.map(({ opened }, index) =>
      lane.run('read', signal, async () => {
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
    const lane = laneOf({ concurrent: 1, waitingMax: 1 });
    const first = gate();
    const failing = lane.run('read', signal, async () => {
      await first.opened;
      throw new Error('defect');
    });
    const second = lane.run('read', signal, async () => 'second');
    expect(await lane.run('read', signal, async () => 'third')).toEqual({ ran: false, why: 'full' });
    first.open();
    await expect(failing).rejects.toThrow('defect');
    expect(await second).toEqual({ ran: true, value: 'second' });
    expect(await lane.run('read', signal, async () => 'later')).toEqual({ ran: true, value: 'later' });
  });
  it('lets one that gave up go, and never runs it', async () => {
    const lane = laneOf({ concurrent: 1, waitingMax: 1 });
    const first = gate();
    const running = lane.run('read', signal, () => first.opened);
    const leaving = new AbortController();
    let ran = false;
    const waiting = lane.run('read', leaving.signal, async () => {
      ran = true;
    });
    leaving.abort();
    expect(await waiting).toEqual({ ran: false, why: 'aborted' });
    const next = lane.run('read', signal, async () => 'next');
    first.open();
    await running;
    expect(await next).toEqual({ ran: true, value: 'next' });
    expect(ran).toBe(false);
  });

  /** Starts calls of these kinds, each held until it is let go; tells which have started. */
  const held = (limits: Partial<LaneLimits>) => {
    const lane = laneOf(limits);
    const started: string[] = [];
    const calls = new Map<string, { open: () => void; ended: Promise<unknown> }>();
    return {
      started,
      ask: (kind: CallKind, name: string): void => {
        const { opened, open } = gate();
        const ended = lane.run(kind, signal, () => {
          started.push(name);
          return opened;
        });
        calls.set(name, { open, ended });
      },
      end: async (name: string): Promise<void> => {
        calls.get(name)?.open();
        await calls.get(name)?.ended;
      },
    };
  };

  it('[N1] counts reads, writes and logins together', async () => {
    const lane = held({ concurrent: 3 });
    for (const [kind, name] of [
      ['read', 'read 1'],
      ['write', 'write'],
      ['login', 'login'],
      ['read', 'read 2'],
    ] as const)
      lane.ask(kind, name);
    await Promise.resolve();
    expect(lane.started).toEqual(['read 1', 'write', 'login']);
    await lane.end('login');
    expect(lane.started.at(-1)).toBe('read 2');
  });
  it('[N1] runs no more writes at once than it may, while reads take the places that are free', async () => {
    const lane = held({ concurrent: 3 });
    lane.ask('write', 'write 1');
    lane.ask('write', 'write 2');
    lane.ask('read', 'read');
    await Promise.resolve();
    expect(lane.started).toEqual(['write 1', 'read']);
    await lane.end('read');
    expect(lane.started).toEqual(['write 1', 'read']);
    await lane.end('write 1');
    expect(lane.started).toEqual(['write 1', 'read', 'write 2']);
  });
  it('[N2] gives the next free place to a login, then to a write, however many reads came before', async () => {
    const lane = held({ concurrent: 2 });
    for (const name of ['read 1', 'read 2', 'read 3', 'read 4']) lane.ask('read', name);
    lane.ask('write', 'write');
    lane.ask('login', 'login');
    await Promise.resolve();
    expect(lane.started).toEqual(['read 1', 'read 2']);
    await lane.end('read 2');
    expect(lane.started.at(-1)).toBe('login');
    await lane.end('read 1');
    expect(lane.started.at(-1)).toBe('write');
    await lane.end('login');
    await lane.end('write');
    expect(lane.started).toEqual(['read 1', 'read 2', 'login', 'write', 'read 3', 'read 4']);
  });
  it('keeps room in the queue for a write when that of the reads is full', async () => {
    const lane = laneOf({ concurrent: 1, waitingMax: 1 });
    const first = gate();
    const running = lane.run('read', signal, () => first.opened);
    const waiting = lane.run('read', signal, async () => 'read');
    const write = lane.run('write', signal, async () => 'write');
    expect(await lane.run('read', signal, async () => 'full')).toEqual({ ran: false, why: 'full' });
    first.open();
    expect(await Promise.all([running, waiting, write])).toMatchObject([{}, { value: 'read' }, { value: 'write' }]);
  });
});
