import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { driftOf, importsOf, presentCopies, wantedCopies } from '../copy-contracts.ts';

const CARDS = fileURLToPath(new URL('../src/app/cards/', import.meta.url));
const sources = readdirSync(CARDS, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('contracts'))
  .map((path) => ({ path, text: readFileSync(join(CARDS, path), 'utf8') }));

test('the cards’ copies of the contracts are in step (else: node extension/hubspot/copy-contracts.ts)', () => {
  expect(driftOf(wantedCopies(), presentCopies())).toEqual([]);
});

test('a changed, missing or left over copy is noticed', () => {
  const wanted = new Map([
    ['a.ts', 'a'],
    ['b.ts', 'b'],
  ]);
  const present = new Map([
    ['a.ts', 'changed'],
    ['c.ts', 'c'],
  ]);
  expect(driftOf(wanted, present)).toEqual([
    'a.ts differs from contracts/a.ts',
    'b.ts is missing',
    'c.ts is no longer needed',
  ]);
  expect(
    importsOf("import { z } from 'zod';\nimport { A } from './a.ts';\nimport type { B } from './sales-order.ts';"),
  ).toEqual(['a.ts', 'sales-order.ts']);
});

test('cards import nothing but types from the contracts', () => {
  const lines = sources.flatMap(({ path, text }) =>
    text
      .split(';')
      .filter((statement) => /from '(\.\.?\/)+contracts\//.test(statement) && !/^\s*import type /m.test(statement))
      .map((statement) => `${path}: ${statement.trim()}`),
  );
  expect(lines).toEqual([]);
});

test('cards import nothing from outside their folder', () => {
  const outside = sources.filter(({ path, text }) => {
    const depth = path.split('/').length - 1;
    return [...text.matchAll(/from '((?:\.\.\/)+)/g)].some(([, up]) => String(up).length / 3 > depth);
  });
  expect(outside.map(({ path }) => path)).toEqual([]);
});
