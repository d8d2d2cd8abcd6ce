import { describe, expect, it } from 'vitest';
import { speaksOf, wordsOf } from './names.ts';

describe('names of elements', () => {
  it.each([
    ['BruttoSumme', ['brutto', 'summe']],
    ['Sell_to_Customer_No', ['sell', 'to', 'customer', 'no']],
    ['UstIdNr', ['ust', 'id', 'nr']],
    ['Größe', ['groesse']],
    ['Line_x0020_No', ['line', 'no']],
  ])('%s is split into its words', (name, words) => expect(wordsOf(name)).toEqual(words));

  it('are understood in several languages', () => {
    for (const name of ['Customer_No', 'KundenNr', 'codeClient', 'Klant', 'codiceCliente', 'KUNNR'])
      expect([name, speaksOf(name, 'customer') > 0.5]).toEqual([name, true]);
  });

  it('count a word within a longer one less, and a short one there not at all', () => {
    expect(speaksOf('Quantity', 'quantity')).toBe(1);
    expect(speaksOf('Bestellmengeneu', 'quantity')).toBe(0.6);
    expect(speaksOf('Spontan', 'line')).toBe(0);
  });
});
