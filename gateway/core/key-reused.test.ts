import { describe, expect, it } from 'vitest';
import { PushState } from '#contracts/push';
import { A, pushIn } from '../../test/gateway/push-factory.ts';
import { notOverYet, otherContent } from './key-reused.ts';

const SAID: Record<PushState, string> = {
  accepted: 'An earlier version of this deal is kept and on its way to the ERP. Wait for its order.',
  ready: 'An earlier version of this deal is kept and on its way to the ERP. Wait for its order.',
  sending: 'An earlier version of this deal is being sent to the ERP. Wait for its order.',
  'in-doubt':
    'An earlier version of this deal was sent to the ERP, which has not confirmed it yet. Wait for its order.',
  confirmed: `An earlier version of this deal became order ${A} in the ERP. Compare the two.`,
  done: `An earlier version of this deal became order ${A} in the ERP. Compare the two.`,
  refused: 'An earlier version of this deal was refused, and there is no order of it. Check the deal on its ERP card',
  parked: 'An earlier version of this deal waits for a person to settle it. Someone needs to settle that first',
  'given-up': 'An earlier version of this deal was given up. If it is wanted after all, check the deal on its ERP card',
};
const whole = ({ message, advice }: { message: string; advice: string }) => `${message} ${advice}`;

describe('a deal whose key is held', () => {
  it.each(PushState.options)('by a push with other content that is %s says what is true of that push', (state) => {
    const problem = otherContent(pushIn(state));
    expect(problem).toMatchObject({ code: 'push.key-reused', category: 'conflict' });
    expect(whole(problem).startsWith(SAID[state])).toBe(true);
  });

  it.each(PushState.options)('speaks of an order only where one was made: %s', (state) => {
    const isMade = state === 'confirmed' || state === 'done';
    expect(otherContent(pushIn(state)).message.includes('became order')).toBe(isMade);
    expect(otherContent({ state, erpId: null }).message.includes('order A-1')).toBe(false);
  });

  it('whose number is not known any more names none', () => {
    expect(otherContent({ state: 'done', erpId: null }).message).toBe(
      'An earlier version of this deal became an order in the ERP.',
    );
  });

  it('by a push of which something may still come is not said to have changed', () => {
    expect(notOverYet(pushIn('sending')).message).toBe('This deal is being sent to the ERP.');
    expect(notOverYet(pushIn('done')).message).toBe('This deal became order A-1 in the ERP.');
  });
});
