import { z } from 'zod';
import type { Format } from '#contracts/connector-format';
import type { SendValue } from '#contracts/connector-send';
import type { Content } from '../soap/shapes.ts';
import type { Namespaces } from '../soap/xml-path.ts';
import type { ContractFields } from './contract-fields.ts';
import { expressionWords } from './expression-words.ts';
import { compileExpression } from './expressions.ts';
import { instead } from './near-word.ts';

/** What a request mapping is checked against. */
export interface RequestContext {
  formats: Record<string, Format>;
  namespaces: Namespaces;
  /** Derived types, by `{namespace}local`. */
  types: ReadonlyMap<string, Content>;
  /** Setting → whether it is a secret. */
  settings: ReadonlyMap<string, boolean>;
  session: ReadonlySet<string>;
  stamps: ReadonlySet<string>;
  /** `step.name` of earlier steps. */
  kept: ReadonlySet<string>;
  /** What may be asked of a page; empty where there is no paging. */
  page: ReadonlySet<string>;
  /** Whether the call is made for a row. */
  hasRow: boolean;
  isLoose: boolean;
}

/** Names of elements that carry a secret, in the languages of the ERPs we know. */
const SECRET_NAME =
  /pass(word|wort|phrase|wd)|^authorization$|kennwort|geheim|secret|pwd|api_?key|contrase|motdepasse/i;

export const NO_SECRET = 'there is no such setting: name one of settings here, and never write the secret itself';

/** A value that comes from outside, within a text of a filter language. */
function unquoted(name: string, source: SendValue): string | null {
  const isOutside = 'from' in source || 'kept' in source || 'row' in source || 'page' in source;
  if (!isOutside || ('quote' in source && source.quote !== undefined)) return null;
  return `${name} goes into a text of its own: say how it is quoted (quote: nav-filter, sql-literal …, or plain)`;
}

function composedProblem(
  entry: Extract<SendValue, { with: unknown }>,
  contract: ContractFields,
  context: RequestContext,
): string | null {
  for (const [name, source] of Object.entries(entry.with)) {
    const problem =
      valueProblem(source, '', contract, context, true) ?? ('template' in entry ? unquoted(name, source) : null);
    if (problem !== null) return problem;
  }
  if ('template' in entry) {
    const names = [...entry.template.matchAll(/\{([a-z][A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name);
    const missing = names.find((name) => !Object.hasOwn(entry.with, name));
    return missing === undefined ? null : `the template has ${missing}, and with has not`;
  }
  const variables = Object.fromEntries(Object.keys(entry.with).map((name) => [name, 'string' as const]));
  const compiled = compileExpression(entry.cel, variables);
  return compiled.ok ? null : expressionWords(compiled.problem, Object.keys(entry.with));
}

const pageProblem = (page: string, { page: known }: RequestContext): string | null => {
  if (known.has(page)) return null;
  return known.size === 0
    ? 'this command has no paging: say how it is read on (paging), or send a const'
    : `the paging of this command has no ${page}: ${instead(page, known)}`;
};

/** @param within whether it is a value of an expression or a template, where a yes or no may be used as it is */
export function valueProblem(
  entry: SendValue,
  element: string,
  contract: ContractFields,
  context: RequestContext,
  within = false,
): string | null {
  const isWritten = 'const' in entry || ('with' in entry && Object.keys(entry.with).length === 0);
  if (isWritten && SECRET_NAME.test(element))
    return 'a secret must be a setting, never written here: { setting: password }, and its value in the agent’s configuration';
  if ('const' in entry) return null;
  if ('setting' in entry) {
    const secret = context.settings.get(entry.setting);
    // What stands where a secret's setting is named may be the secret itself: it is not repeated.
    if (secret === undefined && SECRET_NAME.test(element)) return NO_SECRET;
    if (secret === undefined)
      return `there is no setting ${entry.setting}: ${instead(entry.setting, context.settings.keys(), 'there are')}`;
    return SECRET_NAME.test(element) && !secret
      ? `the setting ${entry.setting} must be marked secret: add secret: true to it`
      : null;
  }
  if ('session' in entry)
    return context.session.has(entry.session)
      ? null
      : `the login keeps no ${entry.session}: name it under login, session, keep`;
  if ('kept' in entry) return context.kept.has(entry.kept) ? null : `no earlier step keeps ${entry.kept}`;
  if ('page' in entry) return pageProblem(entry.page, context);
  if ('row' in entry) return context.hasRow ? null : 'this call is not made for rows: use forRows';
  if ('with' in entry) return composedProblem(entry, contract, context);
  const { as } = entry;
  if (as !== undefined && !Object.hasOwn(context.formats, as))
    return `there is no format ${as}: ${instead(as, Object.keys(context.formats), 'there are')}`;
  if ('position' in entry) return null;
  if ('stamp' in entry) return context.stamps.has(entry.stamp) ? null : `there is no stamp ${entry.stamp}`;
  const field = contract.get(entry.from);
  if (field === undefined)
    return `the command's input has no field ${entry.from}: ${instead(entry.from, contract.keys())}`;
  if (field.kind !== 'value') return `${entry.from} is a list: use each`;
  const format = as === undefined ? undefined : context.formats[as];
  const schema = field.schema instanceof z.ZodNullable ? field.schema.unwrap() : field.schema;
  if (schema instanceof z.ZodBoolean && format?.type !== 'flag' && !within)
    return `${entry.from} is yes or no: it needs a flag format`;
  if (schema instanceof z.ZodNumber && format?.type !== 'integer' && format?.type !== 'decimal' && !within) {
    return `${entry.from} is a number: it needs an integer format`;
  }
  return null;
}
