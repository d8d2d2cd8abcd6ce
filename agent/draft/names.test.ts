import { describe, expect, it } from 'vitest';
import { speaksOf, tell, wordsOf } from './names.ts';

describe('names of elements', () => {
  it.each([
    ['BruttoSumme', ['brutto', 'summe']],
    ['Sell_to_Customer_No', ['sell', 'to', 'customer', 'no']],
    ['UstIdNr', ['ust', 'id', 'nr']],
    ['Größe', ['groesse']],
    ['Line_x0020_No', ['line', 'no']],
    ['DateLivraisonSouhaitée', ['date', 'livraison', 'souhaitee']],
  ])('%s is split into its words', (name, words) => expect(wordsOf(name)).toEqual(words));

  it('are understood in several languages', () => {
    for (const name of ['Customer_No', 'KundenNr', 'codeClient', 'Klant', 'codiceCliente', 'KUNNR', 'debiteur_nr'])
      expect([name, speaksOf(name, 'customer') > 0.5]).toEqual([name, true]);
  });

  it.each([
    ['KDBESTNR', ['kd', 'best', 'nr']],
    ['YDLVQTY', ['dlv', 'qty']],
    ['Bestellmenge', ['bestell', 'menge']],
  ])('%s is cut into known words without a gap', (name, words) =>
    expect(tell(name).words.map(({ text }) => text)).toEqual(words),
  );

  it('with a word that is not known are not cut by force', () => {
    expect(tell('Spontan').words).toEqual([{ text: 'spontan', concepts: [] }]);
    expect(speaksOf('Spontan', 'line')).toBe(0);
  });

  it('have numbers and prefixes that say nothing', () => {
    expect(tell('P05_FechaPedido').words.map(({ text }) => text)).toEqual(['fecha', 'pedido']);
    expect(tell('FLD0012').words).toEqual([]);
  });

  it('of any length are bounded', () => {
    expect(tell('x'.repeat(100_000)).words.length).toBeLessThanOrEqual(1);
    expect(tell('ab_'.repeat(50_000)).words.length).toBeLessThanOrEqual(40);
  });
});
