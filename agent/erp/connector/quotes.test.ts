import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quote } from '#contracts/connector-send';
import { quoted } from './quotes.ts';

const said = (quote: Quote, text: string): string | null => {
  const safe = quoted(quote, text);
  return safe.ok ? safe.value : null;
};

describe('a value in a filter', () => {
  it.each<[Quote, string, string | null]>([
    ['nav-filter', 'DB-1', "'DB-1'"],
    ['nav-filter', "O'Brien|A..Z&<>", "'O''Brien|A..Z&<>'"],
    ['nav-filter', '10*', null],
    ['nav-filter', '@x', null],
    ['nav-filter', '%me', null],
    ['nav-filter', '', null],
    ['nav-contains', "O'Brien & Co*", '@*O?Brien ? Co?*'],
    ['nav-contains', 'a..b', '@*a??b*'],
    ['sql-literal', "x' OR '1'='1", "'x'' OR ''1''=''1'"],
    ['sql-literal', "x\\' --", null],
    ['sql-literal', 'a\u0000b', null],
    ['sql-contains', "50%_o'k[a]", "'%50__o''k_a_%'"],
    ['odata-literal', "O'Brien", "'O''Brien'"],
    ['digits', '4711', '4711'],
    ['digits', '4711 OR 1=1', null],
    ['word', 'DB-88_1.2', 'DB-88_1.2'],
    ['word', 'Süd7', 'Süd7'],
    ...['a*', '1..9', '-1', '.', 'a b', 'a,b', '>1', ''].map((text): [Quote, string, null] => ['word', text, null]),
    ['no-wildcard', 'a*', null],
    ['no-wildcard', 'abc', 'abc'],
    ['plain', "a'*%", "a'*%"],
  ])('%s of %j is %j', (quote, text, expected) => {
    expect(said(quote, text)).toBe(expected);
  });

  it('never ends the quotes that it stands in, and is what it was when they are taken away', () => {
    for (const quote of ['nav-filter', 'sql-literal', 'odata-literal'] as const) {
      fc.assert(
        fc.property(fc.string(), (text) => {
          const safe = said(quote, text);
          if (safe === null) return;
          const inside = safe.slice(1, -1);
          expect(inside.replaceAll("''", '')).not.toContain("'");
          expect(inside.replaceAll("''", "'")).toBe(text);
        }),
      );
    }
  });
  it('never has a wildcard that was not meant', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(said('sql-contains', text)?.slice(2, -2) ?? '').not.toMatch(/[%[\]\\]/);
        expect(said('nav-contains', text)?.slice(2, -1) ?? '').not.toMatch(/['*@&|()<>=.%]/);
      }),
    );
  });
});
