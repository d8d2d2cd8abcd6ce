import { expect, it } from 'vitest';
import { Deck, FAULTS } from './deck.ts';

it('every fault comes once before any comes again', () => {
  const deck = new Deck(FAULTS, 3);
  const dealt = Array.from({ length: FAULTS.length }, () => deck.deal(1)[0]?.name);
  expect(new Set(dealt).size).toBe(FAULTS.length);
});

it('a hand holds no fault twice, also where the deck is dealt anew', () => {
  const deck = new Deck(FAULTS.slice(0, 3), 3);
  for (let hand = 0; hand < 20; hand += 1) expect(new Set(deck.deal(2)).size).toBe(2);
  expect(deck.deal(5)).toHaveLength(3);
});

it('names are not given twice', () => {
  const names = FAULTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
