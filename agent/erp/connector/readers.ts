import type { Format } from '#contracts/connector-format';
import type { FoundValue, ReadFields, ReadList, ReadValue } from '#contracts/connector-read';
import { compilePath, type Namespaces, type XmlPath } from '../soap/xml-path.ts';
import type { Take } from './aggregate.ts';
import { followed, type Reached } from './check-path.ts';
import type { ContractFields } from './contract-fields.ts';
import { inputTypes, rowTypes, typesOf } from './expression-types.ts';
import { compileExpression, type Expression, type Variables } from './expressions.ts';
import type { Value } from './format-value.ts';
import { TEXT } from './formats.ts';

export interface Found {
  /** The first of them that is there counts. */
  paths: readonly XmlPath[];
  format: Format;
  step: string | null;
  otherwise: string | null;
  /** One value out of many rows, and how. */
  rows: { over: XmlPath; take: Take } | null;
}

/** A mapping with its paths split and its formats found, made once when a connector is opened. */
export type Reader =
  | ({ field: string; kind: 'value' } & Found)
  | { field: string; kind: 'const'; value: Value }
  | { field: string; kind: 'input'; from: string }
  | { field: string; kind: 'position'; from: number }
  | { field: string; kind: 'cel'; expression: Expression; values: [string, Found][]; format: Format | null }
  | ListReader;

export interface ListReader {
  field: string;
  kind: 'list';
  paths: readonly XmlPath[];
  /** Null: where we are. */
  steps: readonly string[] | null;
  readers: readonly Reader[];
  /** What holds nothing but entries, by the WSDL: other elements in it are entries by another name. */
  container: XmlPath | null;
  groupBy: readonly XmlPath[] | null;
  where: Expression | null;
  /** `lists` are the fields that are empty lists in an entry that stands for one that is not there. */
  complete: { from: string; by: string; readers: readonly Reader[]; lists: readonly string[] } | null;
}

export interface ReadContext {
  formats: Record<string, Format>;
  namespaces: Namespaces;
  /** Fields of the command's input, for expressions. */
  input: ContractFields;
}

const pathsOf = (path: string | string[], { namespaces }: ReadContext): XmlPath[] =>
  [path].flat().map((each) => compilePath(each, namespaces));

const found = (entry: FoundValue, context: ReadContext): Found => ({
  paths: pathsOf(entry.path, context),
  format: (entry.as === undefined ? undefined : context.formats[entry.as]) ?? TEXT,
  step: entry.in ?? null,
  otherwise: entry.else ?? null,
  rows:
    entry.over === undefined || entry.take === undefined
      ? null
      : { over: compilePath(entry.over, context.namespaces), take: entry.take },
});

/** A document is checked before it is compiled, so what cannot be compiled here is a defect. */
function expression(text: string, variables: Variables): Expression {
  const compiled = compileExpression(text, variables);
  if (!compiled.ok) throw new Error(compiled.problem);
  return compiled.value;
}

function valueReader(field: string, entry: ReadValue, context: ReadContext): Reader {
  if ('const' in entry) return { field, kind: 'const', value: entry.const };
  if ('from' in entry) return { field, kind: 'input', from: entry.from };
  if ('position' in entry) return { field, kind: 'position', from: entry.position };
  if ('cel' in entry) {
    const values = Object.entries(entry.with).map(([name, value]): [string, Found] => [name, found(value, context)]);
    const format = entry.as === undefined ? null : (context.formats[entry.as] ?? null);
    return {
      field,
      kind: 'cel',
      expression: expression(entry.cel, { input: inputTypes(context.input), ...typesOf(entry.with, context.formats) }),
      values,
      format,
    };
  }
  return { field, kind: 'value', ...found(entry, context) };
}

/** The element around the entries, where the WSDL has nothing else in it. */
function containerOf(entry: ReadList, shape: Reached, { namespaces }: ReadContext): XmlPath | null {
  const [around = '', ...others] = new Set([entry.each].flat().map((each) => each.split('/').slice(0, -1).join('/')));
  if (others.length > 0 || entry.in !== undefined || around.startsWith('/')) return null;
  const reached = around === '' || around.includes('[') ? null : followed(shape, around, namespaces);
  if (reached === null || 'missing' in reached || reached.found === 'open') return null;
  const { content } = reached.found;
  // An array of rpc/encoded has nothing but items, and they may have any name.
  const isArray = content.kind === 'elements' && content.arrayOf !== undefined;
  const isAlone = content.kind === 'elements' && content.children.length === 1 && (isArray || !content.open);
  return isAlone ? compilePath(around, namespaces) : null;
}

function listReader(
  field: string,
  entry: ReadList,
  contract: ContractFields,
  context: ReadContext,
  shape: Reached,
): ListReader {
  const { where, groupBy, complete } = entry;
  const variables = { row: rowTypes(entry.fields, context.formats), input: inputTypes(context.input) };
  return {
    field,
    kind: 'list',
    paths: pathsOf(entry.each, context),
    steps: entry.in === undefined ? null : [entry.in].flat(),
    container: containerOf(entry, shape, context),
    readers: compileFields(entry.fields, contract, context, shapeOf(entry, shape, context)),
    groupBy: groupBy === undefined ? null : pathsOf(groupBy, context),
    where: where === undefined ? null : expression(where, variables),
    complete:
      complete === undefined
        ? null
        : {
            from: complete.from,
            by: complete.by,
            readers: compileFields(complete.otherwise, contract, context),
            lists: [...contract].flatMap(([name, known]) => (known.kind === 'value' ? [] : [name])),
          },
  };
}

/** Where paths within an entry begin, as far as the WSDL tells. */
function shapeOf(entry: ReadList, shape: Reached, { namespaces }: ReadContext): Reached {
  if (typeof entry.each !== 'string' || entry.unlisted || entry.in !== undefined || entry.each.startsWith('/'))
    return 'open';
  const reached = followed(shape, entry.each, namespaces, true);
  return 'missing' in reached ? 'open' : reached.found;
}

/** The readers of an object of the contract. A field that may be none and is not mapped is none. */
export function compileFields(
  fields: ReadFields,
  contract: ContractFields,
  context: ReadContext,
  shape: Reached = 'open',
): Reader[] {
  const readers: Reader[] = [];
  for (const [field, entry] of Object.entries(fields)) {
    const known = contract.get(field);
    if ('each' in entry) {
      const inner: ContractFields = known?.kind === 'list' ? known.fields : new Map();
      readers.push(listReader(field, entry, inner, context, shape));
    } else readers.push(valueReader(field, entry, context));
  }
  for (const [field, known] of contract) {
    const unmapped = known.kind === 'value' && known.nullable && !Object.hasOwn(fields, field);
    if (unmapped) readers.push({ field, kind: 'const', value: null });
  }
  return readers;
}
