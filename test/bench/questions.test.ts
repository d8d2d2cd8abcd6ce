import { describe, expect, it } from 'vitest';
import { questions } from './questions.ts';

describe('questions', () => {
  it('are never asked twice, and no item is in one twice', () => {
    const asked = questions();
    const items = Array.from({ length: 50 }, (_, index) => `I${index}`);
    const all = Array.from({ length: 1_000 }, () => asked.items(items, 3));
    expect(new Set(all.map((one) => one.join())).size).toBe(1_000);
    expect(all.every((one) => new Set(one).size === 3)).toBe(true);
  });

  it('customers are given out once, and not beyond the last', () => {
    const asked = questions();
    const known = ['1', '2', '3'].map((customerId) => ({ customerId }));
    expect([asked.customers(known, 2), asked.customers(known, 1)]).toEqual([['1', '2'], ['3']]);
    expect(() => asked.customers(known, 1)).toThrow(/untouched/);
  });
});
