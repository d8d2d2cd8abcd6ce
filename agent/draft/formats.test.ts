import { describe, expect, it } from 'vitest';
import { dateFormat, decimalFormat, flagFormat, keyFormat } from './formats.ts';

const bare = { primitive: '', words: [] };

describe('how values are written', () => {
  it('is read from samples where they are certain', () => {
    expect(dateFormat(['31.12.2026', '01.01.0001'], '').text).toContain('dd.MM.yyyy');
    expect(dateFormat(['20261231'], '').text).toContain('yyyyMMdd');
    expect(decimalFormat(['1.234,56', '2,00'], '').text).toContain('separator: ","');
    expect(flagFormat(['J', 'N'], bare).text).toContain('"yes": ["J"]');
    expect(keyFormat(['0000010447', '0000010448'])?.text).toContain('padTo: 10');
  });

  it('is a gap where samples could mean two things', () => {
    expect(dateFormat(['03/04/2026'], '').text).toContain('TODO');
    expect(dateFormat(['13/04/2026'], '').text).toContain('dd/MM/yyyy');
    expect(decimalFormat(['1000', '2'], '').text).toContain('TODO');
    expect(flagFormat(['S', 'H', 'O'], bare).text).toContain('TODO');
  });

  it('is what the schema says, whatever samples look like', () => {
    expect(decimalFormat(['1,5'], 'decimal').text).toContain('separator: "."');
    expect(flagFormat([], { primitive: 'string', words: ['tYES', 'tNO'] }).text).toContain('tYES');
  });
});
