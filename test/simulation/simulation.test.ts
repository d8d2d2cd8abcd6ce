import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MUTANTS, mutated } from './mutants.ts';
import { play } from './play.ts';

const ROOT = join(import.meta.dirname, '../..');
const SEEDS = 1_000;

const Counts = z.looseObject({
  seeds: z.int(),
  duplicates: z.int(),
  lost: z.int(),
  wrong: z.int(),
  unresolved: z.int(),
  untested: z.array(z.string()),
  first_bad_seed: z.int().nullable(),
});

function simulate(...args: string[]): { status: number | null; lines: string[]; said: string } {
  const options = { cwd: ROOT, encoding: 'utf8', timeout: 240_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['test/simulation/main.ts', ...args], options);
  return { status, lines: stdout.trim().split('\n'), said: stderr };
}

describe('the push code in a world that only a seed decides', () => {
  it(`makes every order once, in ${SEEDS} seeds, with every fault`, { timeout: 250_000 }, () => {
    const { lines, status, said } = simulate('--seeds', String(SEEDS), '--json');
    expect(Counts.parse(JSON.parse(lines.at(-1) ?? '')), said).toMatchObject({
      seeds: SEEDS,
      duplicates: 0,
      lost: 0,
      wrong: 0,
      unresolved: 0,
      untested: [],
      first_bad_seed: null,
    });
    expect(status).toBe(0);
  });

  it('plays a seed the same way each time', async () => {
    const trace = async (): Promise<string[]> => {
      const lines: string[] = [];
      for (const seed of [7, 14, 85]) await play(seed, (line) => lines.push(line));
      return lines;
    };
    const first = await trace();
    expect(first.length).toBeGreaterThan(20);
    expect(await trace()).toEqual(first);
  });

  it('finds a push that is sent again inside the fence, and says how to see it', { timeout: 250_000 }, () => {
    const { lines, status } = simulate('--mutants', '--only', 'no-fence,go-twice', '--json');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ mutants: 2, killed: 2, survivors: [] });
    expect(status).toBe(0);
  });
});

describe('a mutant', () => {
  it.each(MUTANTS)('$name finds its place exactly once', (mutant) => {
    const text = readFileSync(join(ROOT, mutant.file), 'utf8');
    expect(mutated(mutant, text)).not.toBe(text);
  });

  it('has a name of its own', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });
});
