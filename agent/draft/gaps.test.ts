import { describe, expect, it } from 'vitest';
import { gapsOf } from './gaps.ts';

describe('gaps of a document', () => {
  it('say where they are, and what belongs there', () => {
    expect(gapsOf('a: 1\n  open: { path: TODO } # 0.61 which element has it?\n')).toEqual([
      { line: 2, column: 17, value: 'open: { path: TODO }', hint: 'which element has it?' },
    ]);
  });

  it('without a word of their own are still named', () => {
    expect(gapsOf('title: TODO')[0]?.hint).toBeNull();
  });

  it('are not in comments', () => {
    expect(gapsOf('# TODO\na: 1 # TODO')).toEqual([]);
  });
});
