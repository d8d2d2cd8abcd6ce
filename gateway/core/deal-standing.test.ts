import { describe, expect, it } from 'vitest';
import { PushState } from '#contracts/push';
import { A, B, pushIn } from '../../test/gateway/push-factory.ts';
import { crmWritesOf, writesWhenTaken } from './crm-write.ts';
import { orderOf, type Revision, standingOf } from './deal-standing.ts';
import type { Push } from './push-record.ts';

const ORDERED = ['confirmed', 'done'];
const isOrdered = (state: PushState) => ORDERED.includes(state);
const pushId = (revision: number) => `p_000000000000000${revision}` as Push['pushId'];
const revision = (number: number, state: PushState, more: Partial<Revision> = {}): Push & Revision => ({
  ...pushIn(state, { revision: number, erpId: isOrdered(state) ? (number === 1 ? A : B) : null }),
  ...more,
  pushId: pushId(number),
});
const said = (...revisions: Revision[]) => standingOf(revisions, () => null);

const WORDS: Record<PushState, string> = {
  accepted: 'Being sent',
  ready: 'Being sent',
  sending: 'Being sent',
  'in-doubt': 'Being sent',
  confirmed: 'Ordered',
  done: 'Ordered',
  refused: 'Refused by the ERP',
  parked: 'Needs a person',
  'given-up': 'Given up',
};

/** Rows: the first revision; columns: the second. Which of the two is heard. */
const COLUMNS = ['under way', 'done', 'refused', 'given-up', 'parked'] as const;
const HEARD: Record<(typeof COLUMNS)[number], readonly (1 | 2)[]> = {
  'under way': [2, 2, 1, 1, 2],
  done: [1, 2, 1, 1, 2],
  refused: [2, 2, 2, 2, 2],
  'given-up': [2, 2, 2, 2, 2],
  parked: [1, 1, 1, 1, 2],
};
const statesOf = (column: (typeof COLUMNS)[number]): PushState[] =>
  column === 'under way'
    ? ['accepted', 'ready', 'sending', 'in-doubt']
    : column === 'done'
      ? ['confirmed', 'done']
      : [column];

describe('of two revisions of a deal', () => {
  it.each(COLUMNS.flatMap((first) => COLUMNS.map((second, at) => [first, second, HEARD[first][at]] as const)))(
    'the first %s and the second %s, revision %i is heard',
    (first, second, heard) => {
      for (const one of statesOf(first)) {
        for (const two of statesOf(second)) {
          const both = [revision(1, one), revision(2, two)];
          const [expected] = heard === 1 ? both : both.slice(1);
          expect(said(...both)).toEqual(said(expected as Revision));
          expect(said(...both.toReversed())).toEqual(said(...both));
        }
      }
    },
  );

  it.each(PushState.options)('one alone is heard: %s', (state) => {
    expect(said(revision(1, state))?.status).toBe(WORDS[state]);
  });

  it('the order that a person named last is the deal’s, whichever revision it is of', () => {
    const [first, second] = [revision(1, 'done', { linkedAt: 5 }), revision(2, 'done')];
    expect(orderOf([first, second])?.erpId).toBe(A);
    expect(orderOf([first, { ...second, linkedAt: 6 }])?.erpId).toBe(B);
    expect(orderOf([revision(1, 'refused'), revision(2, 'parked')])).toBeNull();
  });

  it('an order says how it stands, and a deal that was never sent says nothing', () => {
    const of = standingOf([revision(1, 'done')], (orderId) => (orderId === A ? 'part-shipped' : null));
    expect(of).toEqual({ status: 'Part shipped', problem: null, orderId: A });
    expect(said()).toBeNull();
  });
});

const record = (...revisions: Revision[]) => ({ revisions: () => revisions, statusOf: () => null });
const moved = (before: Push, after: Push & Revision, ...others: Revision[]) =>
  crmWritesOf(before, after, record(...others, after));

describe('what a deal hears when one of its revisions moves', () => {
  it('is nothing where another revision tells more', () => {
    expect(moved(revision(1, 'parked'), revision(1, 'given-up'), revision(2, 'parked'))).toEqual([]);
    expect(moved(revision(2, 'sending'), revision(2, 'refused'), revision(1, 'done'))).toEqual([]);
    expect(moved(revision(1, 'refused'), revision(1, 'given-up'), revision(2, 'sending'))).toEqual([]);
  });

  it('is the order again, when a person has given up the revision that was beside it', () => {
    expect(moved(revision(1, 'parked'), revision(1, 'given-up'), revision(2, 'done'))).toEqual([
      { kind: 'problem', recordId: '77', status: 'Ordered', problem: null },
    ]);
  });

  it('is an order that shows itself late, though its revision was refused and the next is on its way', () => {
    expect(moved(revision(1, 'refused'), revision(1, 'confirmed'), revision(2, 'sending'))).toMatchObject([
      { kind: 'order-number', orderId: A, status: 'Ordered', problem: null },
    ]);
  });

  it('is a new order’s number, and beside it what still needs a person', () => {
    expect(moved(revision(2, 'sending'), revision(2, 'confirmed'), revision(1, 'parked'))).toMatchObject([
      { kind: 'order-number', orderId: B, status: 'Needs a person', problem: expect.stringContaining('not known') },
    ]);
  });

  it('is one number, for all that wait for theirs to be told', () => {
    const [first, second] = [revision(1, 'confirmed', { linkedAt: 5 }), revision(2, 'confirmed')];
    expect(moved(revision(1, 'parked'), first, second)).toMatchObject([
      { kind: 'order-number', pushId: pushId(1), orderId: A, alsoTold: [pushId(2)] },
    ]);
  });

  it('is nothing where the push says what it said', () => {
    for (const [before, after] of [
      ['accepted', 'ready'],
      ['ready', 'sending'],
      ['sending', 'in-doubt'],
      ['confirmed', 'done'],
    ] as const) {
      const unread = { revisions: () => expect.unreachable(), statusOf: () => null };
      expect(crmWritesOf(revision(1, before), revision(1, after), unread)).toEqual([]);
    }
  });
});

describe('what a deal hears when it is sent', () => {
  const taken = (isAsked: boolean, ...others: Revision[]) => {
    const push = revision(others.length + 1, 'accepted');
    return writesWhenTaken(push, record(...others, push), isAsked);
  };
  const underWay = [{ kind: 'problem', recordId: '77', status: 'Being sent', problem: null }];

  it.each(['refused', 'given-up'] as const)('again after %s: that this is over', (state) => {
    expect(taken(false, revision(1, state))).toEqual(underWay);
  });

  it('first: nothing, unless it says that it waits or why it was not sent', () => {
    expect(taken(false)).toEqual([]);
    expect(taken(true)).toEqual(underWay);
  });

  it('again, where the one before turned out to be made: nothing, its order stands', () => {
    expect(taken(false, revision(1, 'done'), revision(2, 'refused'))).toEqual([]);
  });
});
