import { describe, expect, it } from 'vitest';
import { Drain } from './drain.ts';

const stage = () => {
  const told = new AbortController();
  const time = Promise.withResolvers<void>();
  let asked = 0;
  const drain = new Drain(told.signal, () => {
    asked += 1;
    return time.promise;
  });
  const over = new Promise<void>((resolve) => drain.over.addEventListener('abort', () => resolve(), { once: true }));
  return { told, time, drain, over, asked: () => asked };
};
/** Every promise that is settled by now has told it. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a drain', () => {
  it('is over at once where nothing is written, and not before it is told', async () => {
    const { told, drain, over, asked } = stage();
    await settled();
    expect([drain.over.aborted, drain.isDraining, asked()]).toEqual([false, false, 0]);
    told.abort();
    await over;
    expect([drain.isDraining, asked()]).toEqual([true, 1]);
  });
  it('[D2] waits for every write under way, also for one that breaks', async () => {
    const { told, drain, over } = stage();
    const [one, two] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    drain.write(() => one.promise.catch(() => {}));
    drain.write(() => two.promise);
    told.abort();
    one.reject(new Error('broken'));
    await settled();
    expect([drain.over.aborted, drain.underWay]).toEqual([false, 1]);
    two.resolve();
    await over;
    expect(drain.underWay).toBe(0);
  });
  it('[D1] begins no write once told', async () => {
    const { told, drain, over } = stage();
    told.abort();
    let begun = false;
    const taken = drain.write(async () => {
      begun = true;
    });
    await over;
    expect([taken, begun, drain.underWay]).toEqual([false, false, 0]);
  });
  it('[D3] is over when its time is, whatever is under way', async () => {
    const { told, time, drain, over } = stage();
    drain.write(() => new Promise(() => {}));
    told.abort();
    time.resolve();
    await over;
    expect(drain.underWay).toBe(1);
  });
});
