import { describe, expect, it } from 'vitest';
import { breakingChanges } from './breaking-changes.ts';
import type { JsonObject } from './json-schema.ts';

const order = (): JsonObject => ({
  type: 'object',
  properties: {
    orderId: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[0-9]+$' },
    status: { type: 'string', enum: ['draft', 'shipped'] },
    lines: { type: 'array', maxItems: 10, items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
    note: { type: 'string' },
  },
  required: ['orderId', 'status', 'lines'],
  additionalProperties: false,
});

const contracts = (schemas: Record<string, JsonObject>) => ({ version: '1.0.0', schemas });

/** The changes seen when the copy of an order is changed in place. */
const changesAfter = (mutate: (schema: ReturnType<typeof order>, text: (from: string, to: string) => void) => void) => {
  let mutated = order();
  mutate(mutated, (from, to) => {
    const before = JSON.stringify(mutated);
    expect(before).toContain(from);
    mutated = JSON.parse(before.replace(from, to)) as JsonObject;
  });
  return breakingChanges(contracts({ Order: order() }), contracts({ Order: mutated }));
};

/** A mutation by text, and a part of the line that must name it. */
const SEEDED: readonly [name: string, from: string, to: string, says: string][] = [
  ['a removed property', '"note":{"type":"string"}', '', 'Order.note: the property was removed'],
  [
    'a new optional property',
    '"note":',
    '"colour":{"type":"string"},"note":',
    'Order.colour: an optional property was added',
  ],
  ['a newly required property', '"lines"]', '"lines","note"]', 'Order.note: became required'],
  [
    'a property that became optional',
    '["orderId","status","lines"]',
    '["orderId","status"]',
    'Order.lines: became optional',
  ],
  ['a lost enum value', '["draft","shipped"]', '["draft"]', 'enum lost "shipped"'],
  ['a gained enum value', '["draft","shipped"]', '["draft","shipped","paid"]', 'enum gained "paid"'],
  [
    'an enum where any text was',
    '"note":{"type":"string"',
    '"note":{"enum":["a"],"type":"string"',
    'Order.note: enum was added',
  ],
  ['another pattern', '^[0-9]+$', '^[0-9]{6}$', 'Order.orderId: pattern was changed'],
  ['a removed pattern', ',"pattern":"^[0-9]+$"', '', 'Order.orderId: pattern was removed'],
  ['a narrowed upper bound', '"maxLength":64', '"maxLength":32', 'maxLength was narrowed from 64 to 32'],
  ['a widened upper bound', '"maxLength":64', '"maxLength":80', 'maxLength was widened from 64 to 80'],
  ['a narrowed lower bound', '"minLength":1', '"minLength":2', 'minLength was narrowed from 1 to 2'],
  ['a new bound', '"note":{', '"note":{"maxLength":5,', 'Order.note: maxLength was narrowed to 5'],
  ['a bound that is gone', '"maxItems":10,', '', 'Order.lines: maxItems was widened'],
  ['another type', '"note":{"type":"string"', '"note":{"type":"integer"', 'Order.note: type lost "string"'],
  ['a type that may also be null', '"note":{"type":"string"', '"note":{"type":["string","null"]', 'type gained "null"'],
  ['an opened object', ',"additionalProperties":false', '', 'Order: additionalProperties was removed'],
  ['a variant that went', ',{"type":"null"}', '', 'anyOf: a variant was removed'],
  ['a variant that came', '{"type":"null"}', '{"type":"null"},{"type":"boolean"}', 'anyOf: a variant was added'],
  ['a changed variant', '{"type":"null"}', '{"type":"boolean"}', 'anyOf[1]: type lost "null"'],
  ['an unknown keyword', '"note":{', '"note":{"x-new":1,', 'Order.note: x-new was added'],
];

describe('breakingChanges', () => {
  it('finds nothing where nothing changed', () => {
    expect(changesAfter(() => {})).toEqual([]);
  });

  it.each(SEEDED)('names %s', (_name, from, to, says) => {
    // The removed property leaves a comma behind it.
    const found = changesAfter((_schema, text) => text(to === '' && from.startsWith('"note"') ? `,${from}` : from, to));
    expect(found).toContainEqual(expect.stringContaining(says));
  });

  it('names a removed schema', () => {
    expect(breakingChanges(contracts({ Order: order() }), contracts({}))).toEqual(['Order: the schema was removed']);
  });

  it('names a required property that was added, once', () => {
    const found = changesAfter((_schema, text) => {
      text('"note":', '"colour":{"type":"string"},"note":');
      text('"lines"]', '"lines","colour"]');
    });
    expect(found).toEqual(['Order.colour: a required property was added']);
  });

  it('names an object that was closed', () => {
    const open = { type: 'object', additionalProperties: {} };
    const closed = { type: 'object', additionalProperties: false };
    expect(breakingChanges(contracts({ A: open }), contracts({ A: closed }))).toEqual([
      'A/additionalProperties: was closed',
    ]);
  });

  it('lets a new schema pass', () => {
    expect(breakingChanges(contracts({ Order: order() }), contracts({ Order: order(), Quote: order() }))).toEqual([]);
  });

  it('lets words for people and the order of sets pass', () => {
    const found = changesAfter((schema, text) => {
      schema.description = 'An order.';
      text('["draft","shipped"]', '["shipped","draft"]');
      text('["orderId","status","lines"]', '["lines","orderId","status"]');
    });
    expect(found).toEqual([]);
  });
});
