import { COMMANDS, CommandName } from '#contracts/commands';
import { ConnectorDocument } from '#contracts/connector';
import { type ContractField, type ContractFields, fieldsOf } from './contract-fields.ts';
import { fieldWords, wordsOf } from './field-words.ts';

/** What belongs in a gap of a draft, as far as the contract tells, and whether it may be left out. */

type Path = readonly string[];

/** A field of the contract, by its path within a mapping: `rows`, `fields`, `orderedOn`. */
function fieldAt(path: Path, fields: ContractFields): ContractField | null {
  const [name = '', inner, ...rest] = path;
  const field = fields.get(name);
  if (field === undefined) return null;
  return inner === 'fields' && field.kind === 'list' && rest.length > 0 ? fieldAt(rest, field.fields) : field;
}

const NO_LIST = 'where the ERP has none, any name with unlisted: true beside it, and a path for each field';

function answerAdvice(command: CommandName, path: Path): string | null {
  const field = fieldAt(path, fieldsOf(COMMANDS[command].output));
  if (field === null) return null;
  if (field.kind !== 'value') return `required: the place of the element that repeats; ${NO_LIST}`;
  const need = field.nullable ? 'or take the line away, if the ERP does not say it' : 'required';
  return `${fieldWords(field)}; ${need}`;
}

function requestAdvice(command: CommandName): string {
  const names = [...fieldsOf(COMMANDS[command].input).keys()];
  return `what the ERP gets here: { from: … } with one of ${names.join(', ')}, { setting: … }, { page: … } or { const: … }`;
}

/** The words that the contract has where a format is used. */
function wordsFor(format: string, { commands = {} }: { commands?: unknown }): string[] | null {
  const within = (path: Path, value: unknown): string[] | null => {
    if (typeof value !== 'object' || value === null) return null;
    if (Reflect.get(value, 'as') === format) {
      const command = CommandName.safeParse(path[0]);
      const field = command.success ? fieldAt(path.slice(2), fieldsOf(COMMANDS[command.data].output)) : null;
      const words = field === null ? null : wordsOf(field);
      if (words !== null) return words;
    }
    for (const [key, inner] of Object.entries(value)) {
      const found = within([...path, key], inner);
      if (found !== null) return found;
    }
    return null;
  };
  return within([], commands);
}

const FORMATS: Record<string, string> = {
  yes: "the ERP's words for yes, e.g. [J], and beside them those for no; look at an answer",
  no: "the ERP's words for no, e.g. [N]; look at an answer",
  separator: 'a point or a comma in quotes: what stands before the fraction; look at an answer',
  pattern: 'how a day is written, e.g. dd.MM.yyyy or yyyyMMdd; look at an answer',
  padTo: 'the length that the ERP pads keys to, e.g. 10; look at an answer',
};

function formatAdvice([name = '', key]: Path, document: object): string | null {
  if (key !== 'words') return FORMATS[key ?? ''] ?? null;
  const words = wordsFor(name, document);
  const known = words === null ? '' : `; its words are ${words.join(', ')}`;
  return `each code of the ERP with the contract's word for it, e.g. "10": confirmed${known}`;
}

const VERDICT: Record<string, string> = {
  success: 'the codes that mean yes, e.g. ["0"]',
  code: 'where the answer says how it went',
};

/** @param path where the gap is, e.g. `commands`, `order.list`, `answer`, `rows`, `fields`, `total`, `path` */
export function gapAdvice(path: Path, document: object): string | null {
  const [top = '', second = '', third = '', ...rest] = path;
  if (top === 'formats') return formatAdvice(path.slice(1), document);
  if (top === 'verdict') return VERDICT[second] ?? null;
  if (top === 'commands') {
    const command = CommandName.safeParse(second);
    if (!command.success) return null;
    if (third === 'answer') return answerAdvice(command.data, rest);
    if (third === 'request') return requestAdvice(command.data);
    return rest[0] === 'priceBasis' ? 'net or gross: how the ERP understands prices sent' : null;
  }
  const schema = path.length === 1 ? Reflect.get(ConnectorDocument.shape, top) : undefined;
  return schema?.description ?? null;
}
