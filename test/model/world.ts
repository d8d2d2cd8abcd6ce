/**
 * One state of the model: two pushes, two agents with a journal each, the frames on their way, the ERP's own view of
 * each attempt, and how many faults may still happen. Packed into a few characters, so that millions fit.
 */

/** How far an attempt got at its agent, as its journal and memory say (agent/execute/writes.ts). */
export const DESK = {
  none: 0,
  /** Claimed, and held in memory: a go may start it. */
  held: 1,
  /** Held, but a go would come too late (J3). */
  expired: 2,
  /** A journal row `claimed` that no process holds. */
  claimedRow: 3,
  /** A journal row `started` (J2), and the process waits for the ERP. */
  running: 4,
  /** A journal row `started` that no process works on. */
  startedRow: 5,
  /** Not sent, since its go came too late. */
  notSent: 6,
  made: 7,
  refused: 8,
  unknown: 9,
  exists: 10,
  /** Refused for its older epoch, without a row (J4). */
  leaseLost: 11,
  /** The gateway has kept its outcome; or nothing of it is anywhere. Nothing more comes from this agent. */
  closed: 12,
  /** Not sent, says an agent that may have forgotten: a row merely claimed, or a stop. */
  stopped: 13,
} as const;

/** What the ERP makes of an attempt. `hidden`: committed, and not in the index yet. */
export const ERP = { none: 0, running: 1, hidden: 2, shown: 3, ended: 4 } as const;

/** Frames under way, as bits: a set, so that they may overtake each other. */
export const FRAME = { send: 1, claim: 2, go: 4, stop: 8, outcome: 16 } as const;
export type FrameName = keyof typeof FRAME;

/** Whether it had its go, and where the fence of that go stands: the model's own account, not the machine's. */
export const GONE = { no: 0, insideFence: 1, pastFence: 2 } as const;

export interface Attempt {
  desk: number;
  frames: number;
  erp: number;
  gone: number;
  /** The agent that it was dispatched to. */
  home: number;
  /** Whether the connection that it was dispatched over is still that agent's newest. */
  live: boolean;
}

export interface PushSide {
  /** The gateway's record, by its number in the machine. */
  record: number;
  lookUps: number;
  attempts: Attempt[];
}

/** Lookups under way, as bits, by what they will say. */
export const LOOK_UP = { noneBefore: 1, noneAfter: 2, first: 4, second: 8, several: 16 } as const;

/** The two ends of an agent's connection: each may believe it open when the other does not. */
export interface Link {
  agentUp: boolean;
  gatewayUp: boolean;
}

/** Faults that may still happen. */
export interface Left {
  crashes: number;
  breaks: number;
  twice: number;
  late: number;
}

export interface World {
  pushes: PushSide[];
  links: Link[];
  /** The agent with the highest epoch. */
  newest: number;
  left: Left;
}

/** Small enough to be packed. */
export const LEFT_MAX = 3;

const attemptCode = ({ desk, frames, erp, gone, home, live }: Attempt): number =>
  desk | (frames << 4) | (erp << 9) | (gone << 12) | (home << 14) | (live ? 1 << 15 : 0);

const attemptOf = (code: number): Attempt => ({
  desk: code & 15,
  frames: (code >> 4) & 31,
  erp: (code >> 9) & 7,
  gone: (code >> 12) & 3,
  home: (code >> 14) & 1,
  live: code >> 15 === 1,
});

/** No attempt: all of its bits, which no attempt can have. */
const NO_ATTEMPT = 0xffff;

const other = (agent: number): number => 1 - agent;
/** Where a closed attempt was is nowhere, for either agent. */
const isNowhere = (code: number): boolean => (code & 0x81ff) === DESK.closed;
const swapHome = (code: number): number => (code === NO_ATTEMPT || isNowhere(code) ? code : code ^ (1 << 14));

function codesOf(push: PushSide, attemptsMax: number): number[] {
  const codes = [push.record, push.lookUps];
  for (let index = 0; index < attemptsMax; index += 1) {
    const attempt = push.attempts[index];
    codes.push(attempt === undefined ? NO_ATTEMPT : attemptCode(attempt));
  }
  return codes;
}

const linkBits = ({ agentUp, gatewayUp }: Link | Readonly<Link>): number => (agentUp ? 1 : 0) | (gatewayUp ? 2 : 0);

const leftBits = ({ crashes, breaks, twice, late }: Left): number =>
  crashes | (breaks << 2) | (twice << 4) | (late << 6);

const DOWN: Link = { agentUp: false, gatewayUp: false };

/** The state as text, taken as it is. */
const plainKey = (pushes: readonly number[][], x: number, y: number, newest: number, left: number): string =>
  String.fromCharCode(...pushes.flat(), x | (y << 2) | (newest << 4) | (left << 5));

/**
 * The state as text, the same for states that differ only in which push and which agent is called first. Neither
 * machine, agent nor ERP treats one push or one agent otherwise than the other, so what is true of one such state is
 * true of the other.
 */
export function keyOf(world: World, attemptsMax: number): string {
  const { pushes, links, newest } = world;
  const left = leftBits(world.left);
  const [x, y] = [linkBits(links[0] ?? DOWN), linkBits(links[1] ?? DOWN)];
  const codes = pushes.map((push) => codesOf(push, attemptsMax));
  const swapped = codes.map(([record = 0, lookUps = 0, ...attempts]) => [record, lookUps, ...attempts.map(swapHome)]);
  let least: string | null = null;
  for (const order of [codes, codes.toReversed()]) {
    const key = plainKey(order, x, y, newest, left);
    if (least === null || key < least) least = key;
  }
  for (const order of [swapped, swapped.toReversed()]) {
    const key = plainKey(order, y, x, other(newest), left);
    if (least === null || key < least) least = key;
  }
  return least ?? '';
}

/**
 * The state in two kinds of parts: what belongs to each push, and what they share. The agent with the highest epoch is
 * called first: of each two states that differ only in what agents are called, that is one.
 */
export function partsOf(
  { pushes, links, newest, left }: World,
  attemptsMax: number,
): { sides: string[]; rest: number } {
  const [first, second] = newest === 0 ? [0, 1] : [1, 0];
  const sides = pushes.map((push) => {
    const [record = 0, lookUps = 0, ...attempts] = codesOf(push, attemptsMax);
    return String.fromCharCode(record, lookUps, ...(newest === 0 ? attempts : attempts.map(swapHome)));
  });
  const [x, y] = [linkBits(links[first] ?? DOWN), linkBits(links[second] ?? DOWN)];
  return { sides, rest: x | (y << 2) | (leftBits(left) << 5) };
}

/** The parts put together again. */
export const worldOfParts = (sides: readonly string[], rest: number, attemptsMax: number): World =>
  worldOf(sides.join('') + String.fromCharCode(rest), attemptsMax);

export function worldOf(key: string, attemptsMax: number): World {
  const width = attemptsMax + 2;
  const pushes: PushSide[] = [];
  for (let at = 0; at + width < key.length; at += width) {
    const attempts: Attempt[] = [];
    for (let index = 0; index < attemptsMax; index += 1) {
      const code = key.charCodeAt(at + 2 + index);
      if (code !== NO_ATTEMPT) attempts.push(attemptOf(code));
    }
    pushes.push({ record: key.charCodeAt(at), lookUps: key.charCodeAt(at + 1), attempts });
  }
  const rest = key.charCodeAt(key.length - 1);
  const link = (bits: number): Link => ({ agentUp: (bits & 1) !== 0, gatewayUp: (bits & 2) !== 0 });
  const left = rest >> 5;
  return {
    pushes,
    links: [link(rest & 3), link((rest >> 2) & 3)],
    newest: (rest >> 4) & 1,
    left: { crashes: left & 3, breaks: (left >> 2) & 3, twice: (left >> 4) & 3, late: (left >> 6) & 3 },
  };
}

export const copyOf = (world: World): World => ({
  pushes: world.pushes.map(({ record, lookUps, attempts }) => ({
    record,
    lookUps,
    attempts: attempts.map((attempt) => ({ ...attempt })),
  })),
  links: world.links.map((link) => ({ ...link })),
  newest: world.newest,
  left: { ...world.left },
});
