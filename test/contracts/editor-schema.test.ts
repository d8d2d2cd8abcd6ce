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

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Keys of any group of the document that say nothing about themselves. */
function silentKeys(schema: Node): { known: number; silent: string[] } {
  const definitions = (schema.definitions ?? {}) as Record<string, Node>;
  const described = (node: unknown): boolean => {
    if (!isNode(node)) return false;
    if (typeof node.description === 'string') return true;
    const parts = [...(Array.isArray(node.allOf) ? node.allOf : []), node.$ref].filter((part) => part !== undefined);
    return parts.some((part) =>
      typeof part === 'string' ? described(definitions[part.split('/').at(-1) ?? '']) : described(part),
    );
  };
  const silent: string[] = [];
  let known = 0;
  const visit = (node: unknown, place: string): void => {
    if (!isNode(node)) return;
    for (const [key, value] of Object.entries(isNode(node.properties) ? node.properties : {})) {
      known += 1;
      if (!described(value)) silent.push(`${place}/${key}`);
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${place}/${key}`);
  };
  visit(schema, '');
  return { known, silent };
}

it('an editor can say of every key what it is for', () => {
  const { known, silent } = silentKeys(JSON.parse(editorSchema()));
  expect(silent).toEqual([]);
  expect(known).toBeGreaterThan(150);
});
