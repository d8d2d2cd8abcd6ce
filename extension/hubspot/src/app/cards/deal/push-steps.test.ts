import { expect, test } from 'vitest';
import type { PushView } from '../contracts/card-api.ts';
import type { PushState } from '../contracts/push.ts';
import { hasLeft, pushSteps } from './push-words.ts';

const format = { locale: 'en-GB', timeZone: 'UTC' };
const now = Date.parse('2026-11-21T13:06:00Z');

/** A push that has come this way, e.g. `accepted 09:00, ready 09:00`; it stands where that ends. */
const came = (way: string, more: object = {}): PushView => {
  const steps = way.split(', ').map((step) => {
    const [state, time] = step.split(' ');
    return { state: state as PushState, at: `2026-11-21T${time}:00.000Z` };
  });
  const state = steps.at(-1)?.state;
  return { state, steps, orderId: '240871', writtenBack: state === 'done', ...more } as unknown as PushView;
};
const SENT = 'accepted 09:00, ready 09:00, sending 09:01';

test.each([
  ['accepted 09:00', ['Accepted 09:00', 'Sent', 'Order', 'Deal updated'], 1],
  [SENT, ['Accepted 09:00', 'Sending 09:01', 'Order', 'Deal updated'], 1],
  [`${SENT}, in-doubt 09:02`, ['Accepted 09:00', 'Sent 09:01', 'Order', 'Deal updated'], 2],
  [`${SENT}, confirmed 09:03`, ['Accepted 09:00', 'Sent 09:01', 'Order 240871 09:03', 'Deal updated'], 3],
  [
    `${SENT}, confirmed 09:03, done 09:04`,
    ['Accepted 09:00', 'Sent 09:01', 'Order 240871 09:03', 'Deal updated 09:04'],
    4,
  ],
  [`${SENT}, refused 09:02`, ['Accepted 09:00', 'Sent 09:01', 'Refused 09:02', 'Deal updated'], 2],
])('each step carries its time, and none that is not made: %s', (way, names, current) => {
  const push = came(way, way.endsWith('0') || way.includes('confirmed') ? {} : { orderId: null });
  expect(pushSteps(push, now, format)).toEqual({ names, current });
});

test('an order in the ERP whose number is not on the deal has not updated it', () => {
  const push = came(`${SENT}, confirmed 09:03, done 09:04`, { writtenBack: false });
  expect(pushSteps(push, now, format).names[3]).toBe('Deal updated');
});

test.each([
  ['parked', 'Someone has to look 09:05'],
  ['refused', 'Refused 09:05'],
  ['given-up', 'Given up 09:05'],
])('an order that waited for its customer and stopped was never sent: %s', (state, word) => {
  const push = came(`accepted 09:00, ${state} 09:05`);
  expect(pushSteps(push, now, format)).toEqual({ names: ['Accepted 09:00', word, 'Deal updated'], current: 1 });
  expect(hasLeft(push)).toBe(false);
  expect(hasLeft(came(`${SENT}, in-doubt 09:02, ${state} 09:05`))).toBe(true);
});

test('what was tried again is told as of the newest try', () => {
  const again = came(`${SENT}, ready 09:01, sending 12:30, confirmed 12:31`);
  expect(pushSteps(again, now, format).names[1]).toBe('Sent 12:30');
  const parkedAgain = came(
    `${SENT}, in-doubt 09:02, parked 09:05, in-doubt 11:39, ready 11:40, sending 11:40, in-doubt 11:41, parked 11:45`,
  );
  expect(pushSteps(parkedAgain, now, format).names).toEqual([
    'Accepted 09:00',
    'Sent 11:40',
    'Someone has to look 11:45',
    'Deal updated',
  ]);
});
