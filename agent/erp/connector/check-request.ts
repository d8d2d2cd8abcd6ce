import { z } from 'zod';
import type { Format, SendFields } from '#contracts/connector';
import { childOf, type ElementShape, isOpen } from '../soap/shapes.ts';
import type { ContractFields } from './contract-fields.ts';
import type { Problem } from './problem.ts';

/** What a request mapping is checked against. */
export interface RequestContext {
  formats: Record<string, Format>;
  /** Setting → whether it is a secret. */
  settings: ReadonlyMap<string, boolean>;
}

/** Names of elements that carry a secret, in the languages of the ERPs we know. */
const SECRET_NAME = /pass(word|wort|phrase)|kennwort|geheim|secret|pwd|api_?key|contrase|motdepasse/i;

type Entry = SendFields[string];

function valueProblem(entry: Entry, element: string, contract: ContractFields, context: RequestContext): string | null {
  if ('const' in entry) return SECRET_NAME.test(element) ? 'a secret must be a setting, never written here' : null;
  if ('setting' in entry) {
    const secret = context.settings.get(entry.setting);
    if (secret === undefined) return `there is no setting ${entry.setting}`;
    return SECRET_NAME.test(element) && !secret ? `the setting ${entry.setting} must be marked secret` : null;
  }
  if (!('from' in entry)) return null;
  const field = contract.get(entry.from);
  if (field === undefined) return `the command's input has no field ${entry.from}`;
  if (field.kind !== 'value') return `${entry.from} is a list: use each`;
  if (entry.as !== undefined && !Object.hasOwn(context.formats, entry.as)) return `there is no format ${entry.as}`;
  const format = entry.as === undefined ? undefined : context.formats[entry.as];
  const schema = field.schema instanceof z.ZodNullable ? field.schema.unwrap() : field.schema;
  if (schema instanceof z.ZodBoolean && format?.type !== 'flag')
    return `${entry.from} is yes or no: it needs a flag format`;
  if (schema instanceof z.ZodNumber && format?.type !== 'integer' && format?.type !== 'decimal') {
    return `${entry.from} is a number: it needs an integer format`;
  }
  return null;
}

function entryProblems(
  entry: Entry,
  shape: ElementShape,
  contract: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  const element = shape.name.local;
  if ('each' in entry) {
    const field = contract.get(entry.each);
    if (field === undefined || field.kind === 'value')
      return [{ path, text: `the command's input has no list ${entry.each}` }];
    const problems: Problem[] = [];
    if (shape.maxOccurs <= 1) problems.push({ path, text: `the schema allows ${element} once` });
    if (entry.fields !== undefined) {
      if (field.kind !== 'list') problems.push({ path, text: `${entry.each} has bare values: use value` });
      else problems.push(...requestProblems(entry.fields, shape, field.fields, context, [...path, 'fields']));
    } else if (field.kind !== 'texts') {
      problems.push({ path, text: `${entry.each} has fields: use fields` });
    } else if (entry.value?.as !== undefined && !Object.hasOwn(context.formats, entry.value.as)) {
      problems.push({ path, text: `there is no format ${entry.value.as}` });
    }
    return problems;
  }
  if ('fields' in entry) return requestProblems(entry.fields, shape, contract, context, [...path, 'fields']);
  const problem = valueProblem(entry, element, contract, context);
  if (problem !== null) return [{ path, text: problem }];
  const isGroup = shape.content.kind === 'elements' && !shape.content.open;
  return isGroup ? [{ path, text: `${element} takes elements, not a value` }] : [];
}

/** What is wrong with a request mapping, against the WSDL's element and the command's input. */
export function requestProblems(
  mapping: SendFields,
  shape: ElementShape,
  contract: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  for (const [element, entry] of Object.entries(mapping)) {
    const here = [...path, element];
    const child = childOf(shape, element);
    if (child === undefined) {
      const more = isOpen(shape) ? ' by name' : '';
      problems.push({ path: here, text: `the WSDL has no element ${element}${more} in ${shape.name.local}` });
    } else {
      problems.push(...entryProblems(entry, child, contract, context, here));
    }
  }
  if (shape.content.kind === 'elements') {
    for (const child of shape.content.children) {
      if (child.minOccurs > 0 && !Object.hasOwn(mapping, child.name.local)) {
        problems.push({ path, text: `the WSDL requires ${child.name.local} in ${shape.name.local}` });
      }
    }
  }
  return problems;
}
