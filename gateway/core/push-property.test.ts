import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { GO_WITHIN_MS } from '#contracts/frames';
import type { SalesOrderId } from '#contracts/ids';
import { BOUNDS, NOW, pushIn } from '../../test/gateway/push-factory.ts';
import { advance } from './push-machine.ts';
import type { Found, Push, PushEvent } from './push-record.ts';

/** A write that may still be executed by the ERP, and when it commits; null: it never does. */
interface Attempt {
  number: number;
  epoch: number;
  claimed: boolean;
  goneAt: number | null;
  commitsAt: number | null;
  /** Proof in the agent's journal, to be reported sooner or later. */
  proof: 'made' | 'refused' | 'not-sent' | null;
}

const MAX_EXECUTION_MS = Number(BOUNDS.maxExecutionMs);

/** The world around one push: an ERP that may commit as late as it promised, an index that lags, links that break. */
class World {
  now = NOW;
  push: Push = pushIn('accepted', { acceptedAt: NOW, dueAt: NOW });
  readonly attempts: Attempt[] = [];
  /** Resends that were not allowed. */
  readonly wrong: string[] = [];
  readonly #lookUps: { askedAt: number; found: Found }[] = [];
  #epoch = 1;
  /** When the latest lookup that found nothing was asked. */
  #absentAsOf = 0;

  feed(event: PushEvent, random = 0.3): void {
    const before = this.push;
    const { push, effects } = advance(before, event, { now: this.now, random });
    this.push = push;
    for (const effect of effects) {
      if (effect.type === 'send') this.#sent(before);
      if (effect.type === 'go') this.#go(push.attempt);
      if (effect.type === 'look-up') this.#lookUps.push({ askedAt: this.now, found: this.#found() });
    }
  }

  dispatch(): void {
    this.feed({ type: 'dispatched', epoch: this.#epoch, bounds: BOUNDS });
  }

  claim(pick: number): void {
    const attempt = this.#picked(pick);
    if (attempt !== undefined) this.feed({ type: 'claimed', attempt: attempt.number, epoch: attempt.epoch });
  }

  /** The newest attempt that has its go starts at the ERP, which decides its fate now or much later. */
  execute(delayMs: number, fate: 'commit' | 'refuse' | 'lose'): void {
    const attempt = this.attempts.at(-1);
    if (attempt === undefined || attempt.goneAt === null || attempt.commitsAt !== null || attempt.proof !== null)
      return;
    if (this.now - attempt.goneAt > GO_WITHIN_MS) attempt.proof = 'not-sent';
    else if (fate === 'refuse') attempt.proof = 'refused';
    else if (fate === 'commit') attempt.commitsAt = this.now + (delayMs % (MAX_EXECUTION_MS + 1));
    else attempt.commitsAt = Number.POSITIVE_INFINITY;
  }

  report(pick: number): void {
    const attempt = this.#picked(pick);
    if (attempt === undefined) return;
    const committed = attempt.commitsAt !== null && attempt.commitsAt <= this.now;
    const result = committed ? 'made' : attempt.proof;
    const error = failure('erp.rejected');
    this.feed({
      type: 'reported',
      attempt: attempt.number,
      erpId: result === 'made' ? orderOf(attempt) : null,
      outcome:
        result === 'made' ? { result, output: { orderId: orderOf(attempt) } } : { result: result ?? 'unknown', error },
    });
  }

  answerLookUp(fails: boolean): void {
    const asked = this.#lookUps.shift();
    if (asked === undefined) return;
    const found: Found = fails ? { kind: 'failed', error: failure('agent.offline') } : asked.found;
    if (found.kind === 'none') this.#absentAsOf = Math.max(this.#absentAsOf, asked.askedAt);
    this.feed({ type: 'looked-up', askedAt: asked.askedAt, found });
  }

  loseLink(): void {
    this.feed({ type: 'link-lost', epoch: this.#epoch });
    this.#epoch += 1;
  }

  wake(): void {
    if (this.push.dueAt !== null && this.push.dueAt <= this.now) this.feed({ type: 'woken' });
  }

  orders(): Attempt[] {
    return this.attempts.filter(({ commitsAt }) => commitsAt !== null && Number.isFinite(commitsAt));
  }

  /** What the index shows: commits that are older than its lag, and perhaps not more. */
  #found(): Found {
    const seen = this.orders().filter(({ commitsAt }) => Number(commitsAt) + BOUNDS.indexLagMs <= this.now);
    const [first] = seen;
    if (first === undefined) return { kind: 'none' };
    if (seen.length > 1) return { kind: 'several', erpIds: seen.map(orderOf) };
    return { kind: 'one', erpId: orderOf(first), sameContent: true };
  }

  /** Written from the invariant, not from the machine: who had a go, since when, and what is proven. */
  #sent(before: Push): void {
    const last = this.attempts.at(-1);
    const open = last?.goneAt != null && last.proof === null;
    const fenceAt = Number(last?.goneAt) + GO_WITHIN_MS + MAX_EXECUTION_MS + BOUNDS.indexLagMs;
    if (open && this.#absentAsOf < fenceAt) this.wrong.push(`attempt ${before.attempt + 1} before the fence`);
    const { attempt: number, epoch } = this.push;
    this.attempts.push({ number, epoch: epoch ?? 0, claimed: false, goneAt: null, commitsAt: null, proof: null });
  }

  #go(number: number): void {
    const attempt = this.attempts.find((one) => one.number === number);
    if (attempt === undefined || attempt.goneAt !== null) this.wrong.push(`a second go for attempt ${number}`);
    else attempt.goneAt = this.now;
  }

  #picked(pick: number): Attempt | undefined {
    return this.attempts[this.attempts.length - 1 - (pick % Math.max(1, this.attempts.length))];
  }
}

const orderOf = ({ number }: Attempt): SalesOrderId => `order-${number}` as SalesOrderId;

type Move = (world: World) => void;
const pick = fc.nat(2);
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>((world) => world.feed({ type: 'prepared', customerId: null, leftBy: null, bounds: BOUNDS })),
  { weight: 3, arbitrary: fc.constant<Move>((world) => world.dispatch()) },
  {
    weight: 3,
    arbitrary: pick.map(
      (n): Move =>
        (world) =>
          world.claim(n),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(MAX_EXECUTION_MS), fc.constantFrom('commit', 'refuse', 'lose')).map(
      ([delayMs, fate]): Move =>
        (world) =>
          world.execute(delayMs, fate),
    ),
  },
  {
    weight: 2,
    arbitrary: pick.map(
      (n): Move =>
        (world) =>
          world.report(n),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.boolean().map(
      (fails): Move =>
        (world) =>
          world.answerLookUp(fails),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Move>((world) => world.loseLink()) },
  { weight: 4, arbitrary: fc.constant<Move>((world) => world.wake()) },
  {
    weight: 4,
    arbitrary: fc.oneof(fc.nat(3_000), fc.nat(150_000)).map(
      (ms): Move =>
        (world) => {
          world.now += ms;
        },
    ),
  },
);

const play = (moves: readonly Move[]): World => {
  const world = new World();
  world.feed({ type: 'prepared', customerId: null, leftBy: null, bounds: BOUNDS });
  for (const one of moves) one(world);
  return world;
};

/** What a quiet network does in the end: the link holds, everything is answered, all time passes. */
function settle(world: World): void {
  for (let round = 0; round < 40; round += 1) {
    world.dispatch();
    world.claim(0);
    world.execute(1_000, 'commit');
    world.now += 150_000;
    for (let index = 0; index < 5; index += 1) world.answerLookUp(false);
    world.report(0);
    world.wake();
  }
}

describe('whatever the network and the ERP do within their bounds', () => {
  const runs = { numRuns: 3_000 };

  it('[M1] no attempt follows one that had its go before the fence or a proof, and no attempt starts twice', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 10, maxLength: 80 }), (moves) => {
        expect(play(moves).wrong).toEqual([]);
      }),
      runs,
    );
  });

  it('at most one order is made', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 10, maxLength: 80 }), (moves) => {
        expect(play(moves).orders().length).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('and once they are quiet, the push ends confirmed with the order that exists, or refused without one', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 10, maxLength: 60 }), (moves) => {
        const world = play(moves);
        settle(world);
        const [order] = world.orders();
        expect(world.push).toMatchObject(
          order === undefined ? { state: 'refused', erpId: null } : { state: 'confirmed', erpId: orderOf(order) },
        );
      }),
      runs,
    );
  });
});
