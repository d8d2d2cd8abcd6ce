import type { Format } from '#contracts/connector-format';
import { type ElementShape, isNamed, isOpen } from '../soap/shapes.ts';
import { compilePath, type Namespaces, type PathStep, UnknownPrefix, type XmlPath } from '../soap/xml-path.ts';
import { instead, listed } from './near-word.ts';

/** Follows places of the document into the WSDL. `open`: the schema allows anything from there on. */
export type Reached = ElementShape | 'open';
export type Followed = { found: Reached; attribute: boolean } | { missing: string };

/** That an element is not there, and what is there instead. */
export function noElement(around: ElementShape, local: string, namespace: string | null): string {
  const children = around.content.kind === 'elements' ? around.content.children : [];
  const elsewhere = children.find(({ name }) => name.local === local);
  if (elsewhere !== undefined)
    return `${local} is in the namespace {${elsewhere.name.namespace}} and not in {${namespace ?? ''}}: mend its prefix under namespaces, or leave the prefix out`;
  const names = [...new Set(children.map(({ name }) => name.local))];
  return `the WSDL has no element ${local} in ${around.name.local}: ${instead(local, names)}`;
}

/** How a prefix that is not declared is mended. */
export const MEND_PREFIX = 'give it there with its namespace, or leave it out';

/** The child of a step; a name that stands in several namespaces must say which it means. */
function childFor(here: ElementShape, step: PathStep): Followed {
  const children = here.content.kind === 'elements' ? here.content.children : [];
  const [child, other] = children.filter(({ name }) => isNamed(name, step.local, step.namespace));
  if (other !== undefined) {
    const where = `{${child?.name.namespace ?? ''}} and {${other.name.namespace}}`;
    return { missing: `${step.local} is ambiguous: it is in ${where}; give it a prefix` };
  }
  if (child !== undefined) return { found: child, attribute: false };
  if (isOpen(here)) return { found: 'open', attribute: false };
  return { missing: noElement(here, step.local, step.namespace) };
}

/** @param isLoose attributes are not checked: rpc/encoded adds its own */
function follow(shape: ElementShape, path: XmlPath, isLoose: boolean): Followed {
  let here = shape;
  for (const step of path.steps) {
    const next = childFor(here, step);
    if ('missing' in next || next.found === 'open') return next;
    here = next.found;
    // A test of what is never there would find nothing, without a word.
    const tested = step.test === null ? next : follow(here, step.test.path, isLoose);
    if ('missing' in tested) return tested;
  }
  if (path.attribute === null) return { found: here, attribute: false };
  const { attributes = [], anyAttribute = false } = here.content;
  const { local, namespace } = path.attribute;
  const isThere = attributes.some(({ name }) => isNamed(name, local, namespace));
  if (isThere || anyAttribute || isLoose || namespace !== null || isOpen(here)) return { found: here, attribute: true };
  return { missing: `the WSDL has no attribute ${local} at ${here.name.local}` };
}

/** Where a path leads. Its prefixes must be declared. */
export function followed(shape: Reached, text: string, namespaces: Namespaces, isLoose = false): Followed {
  try {
    const path = compilePath(text, namespaces);
    return shape === 'open' ? { found: 'open', attribute: path.attribute !== null } : follow(shape, path, isLoose);
  } catch (thrown) {
    if (thrown instanceof UnknownPrefix) return { missing: `${thrown.message}: ${MEND_PREFIX}` };
    throw thrown;
  }
}

/** What is wrong with a path that must end at one text; the shape that it ends at, where that is known. */
export function textPath(
  shape: Reached,
  text: string,
  namespaces: Namespaces,
  isLoose = false,
): { problem: string | null; shape: ElementShape | null } {
  const reached = followed(shape, text, namespaces, isLoose);
  if ('missing' in reached) return { problem: reached.missing, shape: null };
  const { found, attribute } = reached;
  if (found === 'open' || attribute) return { problem: null, shape: null };
  if (found.content.kind === 'text' || found.content.open) return { problem: null, shape: found };
  const inside = found.content.kind === 'elements' ? found.content.children.map(({ name }) => name.local) : [];
  return {
    problem: `${text} ends at an element that has elements, not text: go on to one of them (${listed(inside)})`,
    shape: null,
  };
}

const NUMBERS = new Set([
  ...['decimal', 'double', 'float', 'integer', 'int', 'long', 'short', 'byte', 'unsignedInt', 'unsignedLong'],
  ...[
    'unsignedShort',
    'unsignedByte',
    'nonNegativeInteger',
    'positiveInteger',
    'nonPositiveInteger',
    'negativeInteger',
  ],
]);
const TIMES = new Set(['date', 'dateTime', 'time']);
const BYTES = new Set(['base64Binary', 'hexBinary']);

/** Why a format does not go with the type that the schema gives an element; null where it may. */
export function typeProblem(format: Format | undefined, shape: ElementShape | null): string | null {
  const primitive = shape?.content.kind === 'text' ? shape.content.primitive : undefined;
  if (format === undefined || primitive === undefined) return null;
  const no = `the schema says that ${shape?.name.local ?? 'it'} is ${primitive}: the format ${format.type} does not go with it`;
  const isNumeric = format.type === 'decimal' || format.type === 'integer';
  if (isNumeric && (TIMES.has(primitive) || BYTES.has(primitive) || primitive === 'boolean')) return no;
  const isTime = format.type === 'date' || format.type === 'datetime';
  if (isTime && (NUMBERS.has(primitive) || BYTES.has(primitive) || primitive === 'boolean')) return no;
  if (format.type === 'date' && primitive === 'dateTime') return `${no}; use datetime`;
  if (format.type === 'flag' && (TIMES.has(primitive) || BYTES.has(primitive))) return no;
  return format.type === 'epoch' && primitive === 'boolean' ? no : null;
}

/** Why text in this notation would be misread by a server that goes by its schema. */
export function sentTypeProblem(format: Format | undefined, shape: ElementShape | null): string | null {
  const wrong = typeProblem(format, shape);
  if (wrong !== null) return wrong;
  const primitive = shape?.content.kind === 'text' ? shape.content.primitive : undefined;
  if (format === undefined || primitive === undefined) return null;
  const is = `the schema says that ${shape?.name.local ?? 'it'} is ${primitive}`;
  if (format.type === 'decimal' && NUMBERS.has(primitive)) {
    const plain = format.separator === '.' && format.sign === 'leading' && format.implied === undefined;
    return plain ? null : `${is}, which takes a point and a minus in front: this notation would be cut or refused`;
  }
  if (format.type === 'date' && primitive === 'date' && format.pattern !== 'yyyy-MM-dd') {
    return `${is}, which is written yyyy-MM-dd`;
  }
  if (format.type === 'flag' && primitive === 'boolean') {
    const plain = ['true', '1'].includes(format.yes[0] ?? '') && ['false', '0'].includes(format.no[0] ?? '');
    return plain ? null : `${is}, which takes true and false`;
  }
  return null;
}
