import type { Format, ReadFields } from '#contracts/connector';
import { childOf, type ElementShape, isOpen } from '../soap/shapes.ts';
import type { ContractField, ContractFields } from './contract-fields.ts';
import type { Problem } from './problem.ts';

/** Follows a path of the document into the WSDL. `open`: the schema allows anything from there on. */
export function follow(shape: ElementShape, path: string): { found: ElementShape | 'open' } | { missing: string } {
  let here = shape;
  for (const segment of path.split('/')) {
    const child = childOf(here, segment);
    if (child === undefined) {
      if (isOpen(here)) return { found: 'open' };
      return { missing: `the WSDL has no element ${segment} in ${here.name.local}` };
    }
    here = child;
  }
  return { found: here };
}

/** A path that must end at text. */
export function textPathProblem(shape: ElementShape, path: string): string | null {
  const followed = follow(shape, path);
  if ('missing' in followed) return followed.missing;
  const { found } = followed;
  if (found === 'open' || found.content.kind === 'text' || found.content.open) return null;
  return `${path} ends at an element that has elements, not text`;
}

/** Values that a format can give; one of them must be one that the contract's field takes. */
function samplesOf(format: Format | undefined): unknown[] {
  switch (format?.type) {
    case 'decimal':
      return ['1.00'];
    case 'integer':
      return [1];
    case 'date':
      return ['2026-01-31'];
    case 'flag':
      return [true];
    case 'words':
      return Object.values(format.words);
    case 'key':
      return ['1', 'A1'];
    default:
      return ['x', 'EUR', 'DE', 'DB-1'];
  }
}

function fitProblem(field: ContractField, format: Format | undefined): string | null {
  if (field.kind !== 'value') return 'the contract has a list here: use each and fields';
  const fits = samplesOf(format).map((sample) => field.schema.safeParse(sample).success);
  if (format?.type === 'words' && fits.includes(false))
    return 'the format has words that the contract does not know here';
  return fits.includes(true) ? null : `the format ${format?.type ?? 'text'} cannot give what the contract has here`;
}

/** What is wrong with an answer mapping, against the WSDL's response and the command's output. */
export function answerProblems(
  mapping: ReadFields,
  shape: ElementShape | 'open',
  contract: ContractFields,
  formats: Record<string, Format>,
  path: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  for (const [name, entry] of Object.entries(mapping)) {
    const here = [...path, name];
    const add = (text: string | null): void => {
      if (text !== null) problems.push({ path: here, text });
    };
    const field = contract.get(name);
    if (field === undefined) {
      add(`the contract has no field ${name} here`);
    } else if ('each' in entry) {
      if (field.kind !== 'list') {
        add('the contract has no list here');
        continue;
      }
      const followed = shape === 'open' ? { found: 'open' as const } : follow(shape, entry.each);
      if ('missing' in followed) add(followed.missing);
      else problems.push(...answerProblems(entry.fields, followed.found, field.fields, formats, [...here, 'fields']));
    } else if ('const' in entry) {
      const fits = field.kind === 'value' && field.schema.safeParse(entry.const).success;
      add(fits ? null : 'the contract does not take this value');
    } else {
      if (shape !== 'open') add(textPathProblem(shape, entry.path));
      if (entry.as !== undefined && !Object.hasOwn(formats, entry.as)) add(`there is no format ${entry.as}`);
      else add(fitProblem(field, entry.as === undefined ? undefined : formats[entry.as]));
    }
  }
  for (const [name, field] of contract) {
    const required = field.kind !== 'value' || !field.nullable;
    if (required && !Object.hasOwn(mapping, name)) problems.push({ path, text: `the contract requires ${name}` });
  }
  return problems;
}
