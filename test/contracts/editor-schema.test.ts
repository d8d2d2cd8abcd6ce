import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { editorSchema, publishedEditorSchema } from './editor-schema.ts';

const demo = (): Record<string, unknown> =>
  parse(readFileSync(new URL('../../agent/connectors/demo-erp/connector.yaml', import.meta.url), 'utf8'));

it('what editors are given is what the contract says: run node test/contracts/editor-schema.ts --write', () => {
  expect(publishedEditorSchema()).toBe(editorSchema());
});

it('an editor takes the demo connector, and marks an unknown key', () => {
  const check = new Ajv({ strict: false, unicodeRegExp: true }).compile(JSON.parse(editorSchema()));
  expect(check(demo()), JSON.stringify(check.errors?.slice(0, 3))).toBe(true);
  expect(check({ ...demo(), login: { operation: 'Anmelden' } })).toBe(false);
});

it('an editor can say what a key is for', () => {
  const { properties } = JSON.parse(editorSchema());
  for (const [key, value] of Object.entries<Record<string, unknown>>(properties)) {
    if (['name', 'limits', 'login', 'commands'].includes(key)) continue;
    expect(value.description ?? value.allOf ?? value.$ref, key).toBeTruthy();
  }
});
