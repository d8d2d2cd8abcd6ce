import type { Format } from '#contracts/connector-format';
import type { SendEntry, SendFields, SendGroup, SendList, SendOne, SendValue } from '#contracts/connector-send';
import { keyOf } from '../soap/schema-nodes.ts';
import { childrenNamed, type ElementShape, isOpen } from '../soap/shapes.ts';
import { type Namespaces, namespaceOf } from '../soap/xml-path.ts';
import { MEND_PREFIX, noElement, sentTypeProblem } from './check-path.ts';
import { type RequestContext, valueProblem } from './check-value.ts';
import type { ContractFields } from './contract-fields.ts';
import { instead } from './near-word.ts';
import type { Problem } from './problem.ts';

const isValue = (entry: SendOne): entry is SendValue =>
  !('fields' in entry || 'each' in entry || 'xml' in entry || 'json' in entry);

const formatOf = (entry: SendValue, { formats }: RequestContext): Format | undefined =>
  'as' in entry && entry.as !== undefined ? formats[entry.as] : undefined;

/** The shape that a group is checked against: the derived type that it names, or the declared one. */
function derived(
  shape: ElementShape | null,
  type: string | undefined,
  context: RequestContext,
): ElementShape | string | null {
  if (type === undefined || shape === null) return shape;
  const [prefix = '', local = ''] = type.split(':');
  const namespace = namespaceOf(prefix, context.namespaces);
  if (namespace === null) return `the prefix ${prefix} is not in namespaces`;
  const content = context.types.get(keyOf({ namespace, local }));
  return content === undefined ? `the WSDL has no type ${type}` : { ...shape, content };
}

function oneProblems(
  entry: SendOne,
  shape: ElementShape | null,
  contract: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  const element = shape?.name.local ?? path.at(-1) ?? '';
  if (isValue(entry)) {
    const problem = valueProblem(entry, element, contract, context) ?? sentTypeProblem(formatOf(entry, context), shape);
    if (problem !== null) return [{ path, text: problem }];
    const isGroup = shape !== null && shape.content.kind === 'elements' && !shape.content.open;
    return isGroup ? [{ path, text: `${element} takes elements, not a value` }] : [];
  }
  if ('xml' in entry) return requestProblems(entry.xml.fields, null, contract, context, [...path, 'xml', 'fields']);
  if ('json' in entry) return requestProblems(entry.json.fields, null, contract, context, [...path, 'json', 'fields']);
  if ('each' in entry) return listProblems(entry, shape, contract, context, path);
  return groupProblems(entry, shape, contract, context, path);
}

function groupProblems(
  entry: SendGroup,
  shape: ElementShape | null,
  contract: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  const inner = derived(shape, entry.type, context);
  if (typeof inner === 'string') return [{ path: [...path, 'type'], text: inner }];
  const problems = requestProblems(entry.fields, inner, contract, context, [...path, 'fields']);
  if (entry.ifGiven !== undefined && !contract.has(entry.ifGiven))
    problems.push({
      path: [...path, 'ifGiven'],
      text: `the command's input has no field ${entry.ifGiven}: ${instead(entry.ifGiven, contract.keys())}`,
    });
  return problems;
}

const listsOf = (contract: ContractFields): string[] =>
  [...contract].flatMap(([name, { kind }]) => (kind === 'value' ? [] : [name]));

function listProblems(
  entry: SendList,
  shape: ElementShape | null,
  contract: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  const field = contract.get(entry.each);
  if (field === undefined || field.kind === 'value')
    return [{ path, text: `the command's input has no list ${entry.each}: ${instead(entry.each, listsOf(contract))}` }];
  const problems: Problem[] = [];
  if (shape !== null && shape.maxOccurs <= 1)
    problems.push({
      path,
      text: `the schema allows ${shape.name.local} once, so it cannot be repeated: put each at the element that repeats`,
    });
  if (entry.fields === undefined) {
    if (field.kind !== 'texts') problems.push({ path, text: `${entry.each} has fields: use fields` });
    else if (entry.value?.as !== undefined && !Object.hasOwn(context.formats, entry.value.as))
      problems.push({
        path,
        text: `there is no format ${entry.value.as}: ${instead(entry.value.as, Object.keys(context.formats), 'there are')}`,
      });
    return problems;
  }
  if (field.kind !== 'list') return [...problems, { path, text: `${entry.each} has bare values: use value` }];
  const inner = derived(shape, entry.type, context);
  if (typeof inner === 'string') return [...problems, { path: [...path, 'type'], text: inner }];
  problems.push(...requestProblems(entry.fields, inner, field.fields, context, [...path, 'fields']));
  return problems;
}

/** The schema's element of a name, or what is wrong with it; null where an open schema has anything there. */
function childFor(shape: ElementShape, key: string, namespaces: Namespaces): ElementShape | string | null {
  const colon = key.indexOf(':');
  const namespace = colon === -1 ? null : namespaceOf(key.slice(0, colon), namespaces);
  if (colon !== -1 && namespace === null)
    return `the prefix ${key.slice(0, colon)} is not in namespaces: ${MEND_PREFIX}`;
  const local = key.slice(colon + 1);
  const [child, other] = childrenNamed(shape, local, namespace);
  if (child !== undefined && other !== undefined)
    return `${local} is ambiguous: it is in {${child.name.namespace}} and {${other.name.namespace}}; give it a prefix`;
  if (child !== undefined) return child;
  return isOpen(shape) ? null : noElement(shape, local, namespace);
}

function attributeProblem(shape: ElementShape | null, key: string, context: RequestContext): string | null {
  if (shape === null || context.isLoose || key.includes(':') || isOpen(shape)) return null;
  const { attributes = [], anyAttribute = false } = shape.content;
  const isThere = anyAttribute || attributes.some(({ name }) => name.local === key.slice(1));
  return isThere ? null : `the WSDL has no attribute ${key.slice(1)} at ${shape.name.local}`;
}

function entryProblems(
  entry: SendEntry,
  shape: ElementShape | null,
  contract: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  if (!Array.isArray(entry)) return oneProblems(entry, shape, contract, context, path);
  const problems = entry.flatMap((one, index) => oneProblems(one, shape, contract, context, [...path, String(index)]));
  if (shape !== null && shape.maxOccurs < entry.length)
    problems.push({ path, text: `the schema allows ${shape.name.local} at most ${shape.maxOccurs} times` });
  return problems;
}

/**
 * What is wrong with a request mapping, against the WSDL's element and the command's input.
 * @param shape null: no schema is known, as for a document that is sent as text
 */
export function requestProblems(
  mapping: SendFields,
  shape: ElementShape | null,
  contract: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  const given = new Set<ElementShape>();
  const meant = new Set<string>();
  for (const [key, entry] of Object.entries(mapping)) {
    const here = [...path, key];
    if (key === '.' || key.startsWith('@')) {
      const text = attributeProblem(shape, key, context);
      if (key !== '.' && text !== null) problems.push({ path: here, text });
      problems.push(...entryProblems(entry, null, contract, context, here));
      continue;
    }
    const child = shape === null ? null : childFor(shape, key, context.namespaces);
    if (typeof child === 'string') {
      problems.push({ path: here, text: child });
      meant.add(/did you mean (.*)\?$/.exec(child)?.[1] ?? '');
    } else {
      if (child !== null) given.add(child);
      problems.push(...entryProblems(entry, child, contract, context, here));
    }
  }
  for (const child of shape?.content.kind === 'elements' ? shape.content.children : []) {
    if (child.minOccurs > 0 && !given.has(child) && !meant.has(child.name.local))
      problems.push({
        path,
        text: `the WSDL requires ${child.name.local} in ${shape?.name.local ?? ''}: say what is sent, e.g. ${child.name.local}: { from: … }`,
      });
  }
  for (const { name, required } of shape?.content.attributes ?? []) {
    const isGiven = Object.keys(mapping).some(
      (key) => key.startsWith('@') && key.replace(/^@(?:.*:)?/, '') === name.local,
    );
    if (required && !isGiven)
      problems.push({ path, text: `the WSDL requires the attribute ${name.local} at ${shape?.name.local ?? ''}` });
  }
  return problems;
}
