import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Pace } from './poll.ts';
import { type Answer, NOT_SET_UP, noAnswer } from './problem.ts';
import { startWatch, type Watch, type Watched } from './watch.ts';

type Text = { ok: true; text: string; pace: Pace };
const text = (value: string, pace: Pace = 'none'): Text => ({ ok: true, text: value, pace });

/** A watch whose every ask is answered by hand, in any order. */
function watchByHand(initial?: Text) {
  const asks: ((answer: Answer<Text>) => void)[] = [];
  const anews: boolean[] = [];
  const seen: Watched<Text>[] = [];
  const watch: Watch = startWatch<Text>({
    ask: (anew) => {
      anews.push(anew);
      return new Promise((resolve) => asks.push(resolve));
    },
    paceOf: ({ pace }) => pace,
    onChange: (watched) => seen.push(watched),
    initial,
  });
  const settle = async (index: number, answer: Answer<Text>): Promise<void> => {
    asks[index]?.(answer);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { watch, asks, anews, seen, settle, last: () => seen.at(-1) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('[W1] an older answer that comes late never overwrites a newer one', async () => {
  const { watch, settle, last } = watchByHand();
  watch.refresh();
  await settle(1, text('new'));
  await settle(0, text('old'));
  expect(last()?.answer?.text).toBe('new');
});

test('[W2] an answer stays shown when a later ask fails', async () => {
  const { watch, settle, last } = watchByHand();
  await settle(0, text('known'));
  watch.refresh();
  await settle(1, noAnswer('c1'));
  expect(last()).toMatchObject({ answer: { text: 'known' }, problem: { correlationId: 'c1' }, asking: false });
});

test('[W3] a loading view is asked for again by itself, and given up after a minute', async () => {
  const { asks, settle, last } = watchByHand();
  await settle(0, text('loading', 'eager'));
  expect(last()?.goesOn).toBe(true);
  await vi.advanceTimersByTimeAsync(399);
  expect(asks).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asks).toHaveLength(2);
  for (let asked = 2; last()?.goesOn === true; asked += 1) {
    await settle(asked - 1, text('loading', 'eager'));
    await vi.advanceTimersByTimeAsync(8000);
  }
  const asksAtEnd = asks.length;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asks).toHaveLength(asksAtEnd);
  expect(asksAtEnd).toBeLessThan(14);
});

test('[W3] an ERP that hangs, fails and hangs again is not asked for ever', async () => {
  const { asks, settle, last } = watchByHand();
  await settle(0, text('loading', 'eager'));
  for (let round = 0; last()?.goesOn === true && round < 1000; round += 1) {
    await vi.advanceTimersByTimeAsync(30_000);
    await settle(asks.length - 1, text('down', round % 2 === 0 ? 'patient' : 'eager'));
  }
  expect(last()?.goesOn).toBe(false);
  expect(asks.length).toBeLessThan(30);
});

test('[W3] and once nothing was missing in between, it is waited for anew', async () => {
  const { watch, asks, settle } = watchByHand();
  await settle(0, text('down', 'patient'));
  await vi.advanceTimersByTimeAsync(590_000);
  while (asks.length < 2) await vi.advanceTimersByTimeAsync(1000);
  await settle(asks.length - 1, text('well'));
  watch.refresh();
  await settle(asks.length - 1, text('down again', 'patient'));
  const before = asks.length;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(asks).toHaveLength(before + 1);
});

test('[W3] where nothing could be shown yet it is asked for again, unless that changes nothing', async () => {
  const passing = watchByHand();
  await passing.settle(0, noAnswer(null));
  expect(passing.last()?.goesOn).toBe(true);
  await vi.advanceTimersByTimeAsync(2000);
  await passing.settle(1, text('known'));
  expect(passing.last()).toMatchObject({ answer: { text: 'known' }, problem: null, goesOn: false });
  const lasting = watchByHand();
  await lasting.settle(0, NOT_SET_UP);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(lasting.asks).toHaveLength(1);
});

test('[W3] a refresh begins a new series', async () => {
  const { watch, asks, settle, last } = watchByHand();
  await settle(0, text('loading', 'eager'));
  await vi.advanceTimersByTimeAsync(1000);
  await vi.advanceTimersByTimeAsync(70_000);
  await settle(1, text('loading', 'eager'));
  expect(last()?.goesOn).toBe(false);
  watch.refresh();
  await settle(2, text('loading', 'eager'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(asks).toHaveLength(4);
});

test('[W4] only a refresh by hand asks the ERP anew, and what follows it by itself does not', async () => {
  const { watch, anews, settle } = watchByHand();
  await settle(0, text('loading', 'eager'));
  await vi.advanceTimersByTimeAsync(1000);
  await settle(1, text('known'));
  watch.refresh();
  await settle(2, text('newer on its way', 'eager'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(anews).toEqual([false, false, true, false]);
});

test('[W5] nothing is asked and nothing is reported after the end', async () => {
  const { watch, asks, seen, settle } = watchByHand();
  await settle(0, text('loading', 'eager'));
  watch.stop();
  const before = seen.length;
  watch.refresh();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([asks.length, seen.length]).toEqual([1, before]);
});

test('an answer at hand is shown at once and not asked for again when nothing more is expected', async () => {
  const { asks, last } = watchByHand(text('done'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(last()?.answer?.text).toBe('done');
  expect(asks).toHaveLength(0);
});
