import { expect, test } from 'vitest';
import { BoundedDesk } from './bounded-desk.ts';

/** Work that ends when it is told to. */
function workbench() {
  const started: string[] = [];
  const ends = new Map<string, (failed?: Error) => void>();
  const work = (key: string) => () =>
    new Promise<void>((done, fail) => {
      started.push(key);
      ends.set(key, (failed) => (failed === undefined ? done() : fail(failed)));
    });
  const end = async (key: string): Promise<void> => {
    ends.get(key)?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { started, work, end };
}

test('three hundred are done two at a time, in the order they came', async () => {
  const desk = new BoundedDesk(2);
  const { started, work, end } = workbench();
  const keys = Array.from({ length: 300 }, (_, index) => `p-${index}`);
  for (const key of keys) desk.add(key, work(key));
  expect(started).toEqual(['p-0', 'p-1']);
  for (const [index, key] of keys.entries()) {
    await end(key);
    expect(started).toHaveLength(Math.min(index + 3, 300));
  }
  expect(started).toEqual(keys);
});

test('what waits or runs is not added again; what is done may be', async () => {
  const desk = new BoundedDesk(1);
  const { started, work, end } = workbench();
  for (const key of ['a', 'a', 'b', 'b']) desk.add(key, work(key));
  await end('a');
  await end('b');
  expect(started).toEqual(['a', 'b']);
  desk.add('a', work('a'));
  expect(started).toEqual(['a', 'b', 'a']);
});
