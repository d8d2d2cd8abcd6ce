import { describe, expect, it } from 'vitest';
import type { Ended } from './connection.ts';
import type { Dialled } from './handshake.ts';
import type { LinkSocket } from './link-socket.ts';
import { HELD_MS, type LinkStatus, type SupervisorParts, supervise } from './supervisor.ts';

const OPEN: Dialled = { result: 'open', socket: {} as LinkSocket };
/** The gateway is down for everybody. */
const DOWN: Dialled = { result: 'unreachable', detail: 'ECONNREFUSED', turnedAway: true };
/** This site's own way is blocked. */
const BLOCKED: Dialled = { result: 'unreachable', detail: 'ENETUNREACH', turnedAway: false };
const lost = (welcomed: boolean): Ended => ({ result: 'lost', detail: 'closed (1006)', welcomed });

interface Step {
  dialled: Dialled;
  /** How the connection went, and how long it held. */
  ended?: Ended;
  heldMs?: number;
}

/** Plays the steps, one a dial, then tells the supervisor to end. Chance always draws a half. */
async function play(steps: Step[]) {
  const stop = new AbortController();
  const statuses: LinkStatus[] = [];
  let now = 0;
  let dials = 0;
  let step: Step | undefined;
  const parts: SupervisorParts = {
    dial: async () => {
      step = steps[dials];
      dials += 1;
      return step?.dialled ?? DOWN;
    },
    serve: async () => {
      now += step?.heldMs ?? 0;
      return step?.ended ?? lost(false);
    },
    monotonicMs: () => now,
    random: () => 0.5,
    wait: async (ms) => {
      now += ms;
      if (dials === steps.length) stop.abort();
    },
    onStatus: (status) => statuses.push(status),
  };
  const ended = await supervise(parts, stop.signal);
  const waits = statuses.flatMap((status) => (status.state === 'waiting' ? [status.waitMs] : []));
  const details = statuses.flatMap((status) => (status.state === 'waiting' ? [status.detail] : []));
  return { ended, dials, statuses, waits, details };
}

const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);

describe('[S1] it never gives up', () => {
  const wide = [10_000, 15_000, 15_000];
  it.each<[string, Dialled, number[]]>([
    ['its own way is blocked', BLOCKED, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]],
    ['nobody listens', DOWN, wide],
    ['the gateway answers 401', { result: 'refused', status: 401 }, wide],
    ['the gateway answers 503', { result: 'refused', status: 503 }, wide],
    ['the gateway answers something new', { result: 'refused', status: 418 }, wide],
  ])('while %s, from the first start on', async (_what, dialled, first) => {
    const { ended, dials, waits } = await play(times(500, { dialled }));
    expect(dials).toBe(500);
    expect(ended).toEqual({ state: 'ended', reason: 'told-to' });
    expect(waits.slice(0, first.length)).toEqual(first);
    expect(Math.max(...waits)).toBe(15_000);
  });

  it.each(['replaced', 'version-unsupported'] as const)(
    'except when it was %s: then it ends at once',
    async (result) => {
      const { ended, dials, waits } = await play([
        { dialled: DOWN },
        { dialled: OPEN, ended: { result } },
        ...times(3, { dialled: DOWN }),
      ]);
      expect(ended).toEqual({ state: 'ended', reason: result });
      expect([dials, waits.length]).toEqual([2, 1]);
    },
  );

  it('says what the matter is, and names the three reasons of a 401', async () => {
    const steps: Step[] = [
      { dialled: DOWN },
      { dialled: { result: 'refused', status: 401 } },
      { dialled: { result: 'refused', status: 503 } },
      { dialled: OPEN, ended: lost(true) },
    ];
    const { details, statuses } = await play(steps);
    expect(details[0]).toBe('ECONNREFUSED');
    expect(details[1]).toMatch(/401.*not enrolled.*revoked.*clock/);
    expect(details[2]).toBe('the gateway answered 503');
    expect(details[3]).toBe('closed (1006)');
    expect(statuses.at(-1)).toEqual({ state: 'ended', reason: 'told-to' });
  });
});

describe('[S2] the backoff starts over', () => {
  const waitAfter = async (welcomed: boolean, heldMs: number) => {
    const { waits } = await play([...times(5, { dialled: BLOCKED }), { dialled: OPEN, ended: lost(welcomed), heldMs }]);
    return waits[5];
  };

  it('after a connection that was welcomed and held', async () => {
    expect(await waitAfter(true, HELD_MS)).toBe(500);
  });

  it.each([
    ['welcomed, but dead too soon', true, HELD_MS - 1],
    ['held, but never welcomed', false, HELD_MS * 100],
    ['open only', false, 0],
  ])('not after one that was %s', async (_what, welcomed, heldMs) => {
    expect(await waitAfter(welcomed, heldMs)).toBe(15_000);
  });
});

describe('[S4] a gateway that turns agents away', () => {
  it('is dialled within a second after a cut, and anywhere in 20 s after that', async () => {
    const { waits } = await play([{ dialled: OPEN, ended: lost(true), heldMs: HELD_MS }, { dialled: DOWN }]);
    expect(waits).toEqual([500, 10_000]);
  });

  it('costs nothing once it lets in again: the next cut is mended as soon as ever', async () => {
    const { waits } = await play([
      ...times(4, { dialled: DOWN }),
      { dialled: OPEN, ended: lost(true), heldMs: HELD_MS },
    ]);
    expect(waits.at(-1)).toBe(500);
  });

  it('meets a level rate when it is back: of a thousand, never three times the mean in one second', async () => {
    const random = mulberry32(7);
    const comings = await Promise.all(Array.from({ length: 1_000 }, () => comingBack(random, 1_700)));
    const perSecond = Array.from({ length: 60 }, (_, s) => comings.filter((ms) => Math.floor(ms / 1_000) === s).length);
    const lastSecond = perSecond.findLastIndex((count) => count > 0);
    const mean = 1_000 / (lastSecond + 1);
    expect(Math.max(...perSecond) / mean).toBeLessThan(3);
    expect(Math.max(...comings)).toBeLessThan(60_000);
  });

  /** One agent over a restart of the gateway: when, after it is up again, its dial is let in. */
  async function comingBack(random: () => number, downMs: number): Promise<number> {
    const stop = new AbortController();
    let now = 0;
    let isFirst = true;
    await supervise(
      {
        dial: async () => (isFirst || now >= downMs ? OPEN : DOWN),
        serve: async () => {
          if (!isFirst) stop.abort();
          isFirst = false;
          return lost(true);
        },
        monotonicMs: () => now,
        random,
        wait: async (ms) => {
          now += ms;
        },
        onStatus: () => {},
      },
      stop.signal,
    );
    return now - downMs;
  }

  /** Chance that is the same in every run. */
  function mulberry32(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let drawn = Math.imul(state ^ (state >>> 15), 1 | state);
      drawn = (drawn + Math.imul(drawn ^ (drawn >>> 7), 61 | drawn)) ^ drawn;
      return ((drawn ^ (drawn >>> 14)) >>> 0) / 4294967296;
    };
  }
});

describe('[S3] told to end, it ends promptly', () => {
  const begin = (where: 'dial' | 'serve' | 'wait', signal: AbortSignal) => {
    const reached = Promise.withResolvers<void>();
    const seen = { dials: 0, statuses: [] as string[] };
    const heldIn = async (here: 'dial' | 'serve' | 'wait', stop: AbortSignal): Promise<void> => {
      if (here !== where) return;
      reached.resolve();
      await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    };
    const parts: SupervisorParts = {
      dial: async (stop) => {
        seen.dials += 1;
        await heldIn('dial', stop);
        return OPEN;
      },
      serve: async (_socket, stop) => {
        await heldIn('serve', stop);
        return lost(true);
      },
      monotonicMs: () => 0,
      random: () => 0.5,
      wait: (_ms, stop) => heldIn('wait', stop),
      onStatus: ({ state }) => seen.statuses.push(state),
    };
    return { running: supervise(parts, signal), reached: reached.promise, seen };
  };

  it.each(['dial', 'serve', 'wait'] as const)('in the middle of a %s, without another dial', async (where) => {
    const stop = new AbortController();
    const { running, reached, seen } = begin(where, stop.signal);
    await reached;
    stop.abort();
    expect(await running).toEqual({ state: 'ended', reason: 'told-to' });
    expect(seen.dials).toBe(1);
    expect(seen.statuses).toEqual(['dialling', ...(where === 'wait' ? ['waiting'] : []), 'ended']);
  });

  it('before it began, without any dial', async () => {
    const { running, seen } = begin('dial', AbortSignal.abort());
    expect(await running).toEqual({ state: 'ended', reason: 'told-to' });
    expect(seen.dials).toBe(0);
  });
});
