import { describe, expect, it } from 'vitest';
import { type Asker, ReadLane } from './read-lane.ts';

/** A lane whose reads end when the test says so, with a clock that the test moves. */
class Stage {
  max: number;
  now = 0;
  readonly started: string[] = [];
  readonly #ends = new Map<string, (value: string) => void>();
  readonly #breaks = new Map<string, (error: Error) => void>();
  readonly #lane: ReadLane;

  constructor(max: number) {
    this.max = max;
    this.#lane = new ReadLane(
      () => this.max,
      () => this.now,
    );
  }

  read(name: string, asker: Asker = { rank: 0, wantedAt: 0 }) {
    return this.#lane.run(asker, () => {
      this.started.push(name);
      return new Promise<string>((resolve, reject) => {
        this.#ends.set(name, resolve);
        this.#breaks.set(name, reject);
      });
    });
  }

  end(name: string): void {
    this.#ends.get(name)?.(name);
  }

  break(name: string): void {
    this.#breaks.get(name)?.(new Error(name));
  }
}

const ran = (value: string) => ({ ran: true, value });

describe('a lane for reads', () => {
  it('runs as many at once as it may, and the next when one has ended', async () => {
    const stage = new Stage(2);
    const [first, , third] = [stage.read('1'), stage.read('2'), stage.read('3')];
    expect(stage.started).toEqual(['1', '2']);
    stage.end('1');
    expect(await first).toEqual(ran('1'));
    expect(stage.started).toEqual(['1', '2', '3']);
    stage.end('3');
    expect(await third).toEqual(ran('3'));
  });

  it('serves those that wait in the order in which they came', async () => {
    const stage = new Stage(1);
    const names = ['1', '2', '3', '4'];
    const turns = names.map((name) => stage.read(name));
    for (const [index, turn] of turns.entries()) {
      expect(stage.started).toEqual(names.slice(0, index + 1));
      stage.end(names[index] ?? '');
      await turn;
    }
  });

  it('serves what matters most first, also what came to matter while it waited', async () => {
    const stage = new Stage(1);
    const first = stage.read('1');
    const risen = { rank: 2, wantedAt: 0 };
    const turns = [stage.read('2', { rank: 1, wantedAt: 0 }), stage.read('3', risen)];
    turns.push(stage.read('4', { rank: 0, wantedAt: 0 }));
    risen.rank = 0;
    stage.end('1');
    await first;
    for (const [name, turn] of [
      ['3', turns[1]],
      ['4', turns[2]],
      ['2', turns[0]],
    ] as const) {
      expect(stage.started.at(-1)).toBe(name);
      stage.end(name);
      await turn;
    }
  });

  it('drops those that nobody has wanted for more than 12 s, and keeps those that somebody still wants', async () => {
    const stage = new Stage(1);
    const first = stage.read('1');
    const asker = { rank: 0, wantedAt: 0 };
    const [left, old, asked] = [stage.read('2'), stage.read('3', { rank: 0, wantedAt: 1 }), stage.read('4', asker)];
    stage.now = 12_001;
    asker.wantedAt = 9_000;
    stage.end('1');
    await first;
    expect(await left).toEqual({ ran: false, why: 'abandoned' });
    expect(stage.started).toEqual(['1', '3']);
    stage.now = 20_000;
    stage.end('3');
    await old;
    expect(stage.started).toEqual(['1', '3', '4']);
    stage.end('4');
    expect(await asked).toEqual(ran('4'));
  });

  it('takes no more than 2,000 that wait', async () => {
    const stage = new Stage(1);
    const turns = Array.from({ length: 2_002 }, (_, index) => stage.read(String(index)));
    expect(await turns.at(-1)).toEqual({ ran: false, why: 'full' });
    expect(await Promise.race([turns.at(-2), Promise.resolve('waits')])).toBe('waits');
  });

  it('gives its place free also when a read breaks', async () => {
    const stage = new Stage(1);
    const broken = stage.read('1');
    const next = stage.read('2');
    stage.break('1');
    await expect(broken).rejects.toThrow('1');
    stage.end('2');
    expect(await next).toEqual(ran('2'));
  });

  it('obeys a limit that was changed: fewer from now on, or more', async () => {
    const stage = new Stage(2);
    const [first, second] = [stage.read('1'), stage.read('2')];
    const waiting = ['3', '4', '5'].map((name) => stage.read(name));
    stage.max = 1;
    stage.end('1');
    await first;
    expect(stage.started).toEqual(['1', '2']);
    stage.max = 3;
    stage.end('2');
    await second;
    expect(stage.started).toEqual(['1', '2', '3', '4', '5']);
    for (const name of ['3', '4', '5']) stage.end(name);
    expect(await Promise.all(waiting)).toEqual(['3', '4', '5'].map(ran));
  });
});
