import { describe, expect, it } from 'vitest';
import { advanced, type FeedPlace, putOff, refused, told } from './feed-place.ts';

const NONE: ReadonlySet<string> = new Set();
const settled: FeedPlace = { held: 'c5', at: 'c5', unseen: [] };
const catching: FeedPlace = { held: 'c5', at: 'n1', unseen: ['A', 'B'] };
const frame = (cursor: string | null, orderIds: string[], before: string[] = []) => ({
  cursor,
  orderIds,
  watchedBefore: before.length === 0 ? NONE : new Set(before),
});

describe('the place after the gateway told what to watch', () => {
  it.each<[string, FeedPlace | null, ReturnType<typeof frame>, FeedPlace]>([
    ['at first is the cursor that it holds', null, frame('c5', ['A']), settled],
    [
      'is every order to be looked at where it holds none',
      null,
      frame(null, ['A', 'B']),
      { held: null, at: null, unseen: ['A', 'B'] },
    ],
    ['with the cursor that is held is what it was', settled, frame('c5', ['A', 'B'], ['A']), settled],
    [
      'with the cursor that was refused goes on: those that are gone need no look, those that are new do',
      catching,
      frame('c5', ['C', 'B'], ['A', 'B']),
      { held: 'c5', at: 'n1', unseen: ['B', 'C'] },
    ],
    [
      'with another cursor is that',
      catching,
      frame('c9', ['A', 'B'], ['A', 'B']),
      { held: 'c9', at: 'c9', unseen: [] },
    ],
    [
      'with no cursor any more is every order to be looked at',
      settled,
      frame(null, ['A', 'B'], ['A', 'B']),
      { held: null, at: null, unseen: ['A', 'B'] },
    ],
    [
      'of a first order after none is that order',
      { held: null, at: null, unseen: [] },
      frame(null, ['A']),
      { held: null, at: null, unseen: ['A'] },
    ],
  ])('%s', (_what, before, said, after) => {
    expect(told(before, said)).toEqual(after);
  });
});

describe('a refused cursor', () => {
  it('leaves every order to be looked at, and what the gateway holds', () => {
    expect(refused(settled, ['A', 'B'])).toEqual({ held: 'c5', at: null, unseen: ['A', 'B'] });
  });

  it('in the middle of looking begins anew, with those first that were not looked at yet', () => {
    const place = { ...catching, unseen: ['C'] };
    expect(refused(place, ['A', 'B', 'C'])).toEqual({ held: 'c5', at: null, unseen: ['C', 'A', 'B'] });
  });
});

describe('the place after a round was kept', () => {
  it.each<[string, FeedPlace, Parameters<typeof advanced>[1], FeedPlace]>([
    [
      'goes on, with what was looked at',
      catching,
      { from: 'n1', at: 'n2', said: null, seen: ['A'] },
      { held: 'c5', at: 'n2', unseen: ['B'] },
    ],
    [
      'is the cursor that was said, once nothing is left',
      { ...catching, unseen: ['B'] },
      { from: 'n1', at: 'n2', said: 'n2', seen: ['B'] },
      { held: 'n2', at: 'n2', unseen: [] },
    ],
    [
      'is not moved by a round from before another place',
      { held: null, at: null, unseen: ['A', 'B'] },
      { from: 'c5', at: 'c6', said: 'c6', seen: ['A'] },
      { held: 'c6', at: null, unseen: ['A', 'B'] },
    ],
  ])('%s', (_what, before, round, after) => {
    expect(advanced(before, round)).toEqual(after);
  });
});

it('an order that could not be looked at goes behind the others, and is not lost', () => {
  expect(putOff(catching, 'A').unseen).toEqual(['B', 'A']);
  expect(putOff(catching, 'gone')).toEqual(catching);
});
