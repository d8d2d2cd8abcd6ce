import { describe, expect, it } from 'vitest';
import type { ConnectorDocument } from '#contracts/connector';
import { changesBetween } from './compare.ts';
import type { Line } from './sent-lines.ts';

const DOCUMENT = {
  commands: { 'order.create': {}, 'order.find-by-reference': {}, 'order.list': {} },
} as unknown as ConnectorDocument;
const line = (
  command: 'order.create' | 'order.find-by-reference' | 'order.list',
  key: string,
  value: string,
): Line => ({
  key,
  value,
  touches: [{ command, field: 'x' }],
});
const stopsOf = (before: string, after: Line) =>
  changesBetween(new Map([[after.key, before]]), [after], DOCUMENT).map(({ stops }) => stops);

describe('changes of a fingerprint', () => {
  it('stop a write for itself and for its lookup, and for no other read', () => {
    expect(stopsOf('{}A string', line('order.create', 'm Add > A', '{}A decimal'))).toEqual([['order.create']]);
    expect(stopsOf('{}A string', line('order.find-by-reference', 'm Get < A', '{}A decimal'))).toEqual([
      ['order.create'],
    ]);
    expect(stopsOf('{}A string', line('order.list', 'm List < A', '{}A decimal'))).toEqual([[]]);
  });

  it('are told without the names that stayed, and by what the place is', () => {
    const told = (key: string, before: string, after: string) =>
      changesBetween(new Map([[key, before]]), [line('order.create', key, after)], DOCUMENT)[0]?.text;
    expect(told('m Add > A', '{urn:x}A string required', '{urn:x}A decimal required')).toBe(
      'was string required, is decimal required',
    );
    expect(told('m Add > A', '{urn:x}A string', '{urn:y}A string')).toBe('was {urn:x}A string, is {urn:y}A string');
    expect(told('m Add > (also required)', 'nothing', 'B')).toBe(
      'requires what the connector does not send: B (before: nothing)',
    );
    expect(told('m Add > (order)', 'A, B', 'B, A')).toBe('takes its elements in the order B, A (before: A, B)');
  });

  it('stop nothing where a request that fitted fits still', () => {
    expect(stopsOf('{}A string required', line('order.create', 'm Add > A', '{}A string'))).toEqual([[]]);
    expect(
      stopsOf('{}A string enumeration=X', line('order.create', 'm Add > A', '{}A string enumeration=X enumeration=Y')),
    ).toEqual([[]]);
  });

  it('stop it where it may not', () => {
    expect(stopsOf('{}A string', line('order.create', 'm Add > A', '{}A string required'))).toEqual([['order.create']]);
    expect(
      stopsOf('{}A string enumeration=X enumeration=Y', line('order.create', 'm Add > A', '{}A string enumeration=X')),
    ).toEqual([['order.create']]);
    expect(
      stopsOf('{}A string enumeration=X', line('order.create', 'm Add < A', '{}A string enumeration=X enumeration=Y')),
    ).toEqual([['order.create']]);
  });

  it('say what was not approved, and nothing of what is not used any more', () => {
    const [change] = changesBetween(
      new Map([['m Gone > B', 'x']]),
      [line('order.create', 'm Add > A', '{}A string')],
      DOCUMENT,
    );
    expect(change).toMatchObject({ place: 'm Add > A', stops: ['order.create'] });
    expect(change?.text).toContain('was not approved');
  });
});
