import { COMMANDS, type CommandName } from '#contracts/commands';
import type { ServiceShape } from '../erp/soap/shapes.ts';
import { gapsOf } from './gaps.ts';
import { partsOf } from './leaves.ts';
import { speaksOf } from './names.ts';
import { PROPOSED_MIN, type Ranked, rankedFor } from './rank.ts';
import { type DraftFormat, dateFormat, decimalFormat, flagFormat, keyFormat, type Samples } from './samples.ts';
import { type Suggested, type Suggestion, suggestAnswer, suggestRequest } from './suggest.ts';

export interface DraftParts {
  name: string;
  /** WSDL file by service. */
  files: ReadonlyMap<string, string>;
  services: ReadonlyMap<string, ServiceShape>;
  samples: Samples;
}

export interface Draft {
  text: string;
  /** Proposed operation by command; commands without one are left out. */
  commands: ReadonlyMap<CommandName, Ranked>;
  gaps: number;
}

const DATE_FIELD = /(?:On|^on)$/;
const DECIMAL_FIELD =
  /^(?:total|open|amount|unitPrice|credit\w+|quantity\w*|ordered|shipped|onHand|allocated|available|nextQuantity)$/;
const FLAG_FIELD = /^(?:onHold|known|openOnly)$/;
const INTEGER_FIELD = /^(?:line|limit)$/;
const WORDS_FIELD = /^(?:status|kind|by)$/;

/** Collects the formats that a draft uses, and counts its gaps. */
class Writer {
  readonly formats = new Map<string, string>();
  readonly #samples: Samples;
  constructor(samples: Samples) {
    this.#samples = samples;
  }

  formatOf(field: string, { leaf }: Suggestion): string | null {
    const values = this.#samples.get(leaf.shape.name.local) ?? [];
    const use = ({ name, text }: DraftFormat): string => {
      this.formats.set(name, text);
      return name;
    };
    if (DATE_FIELD.test(field)) return use(dateFormat(values, leaf.primitive));
    if (DECIMAL_FIELD.test(field)) return use(decimalFormat(values, leaf.primitive));
    if (FLAG_FIELD.test(field)) return use(flagFormat(values, leaf.primitive));
    if (INTEGER_FIELD.test(field)) return use({ name: 'integer', text: '{ type: integer }' });
    if (WORDS_FIELD.test(field)) return use({ name: `${field}Words`, text: `{ type: words, words: { TODO: TODO } }` });
    const key = field.endsWith('Id') ? keyFormat(values) : null;
    return key === null ? null : use(key);
  }
}

const why = ({ confidence, reason }: Suggestion): string => `# ${confidence.toFixed(2)} ${reason}`;

function answerLines(found: Suggested, writer: Writer, pad: string): string[] {
  const lines: string[] = [];
  for (const [field, suggestion] of found.fields) {
    if (field === 'problems') continue;
    if (field === 'priceBasis') lines.push(`${pad}priceBasis: { const: TODO } # net or gross: only a person knows`);
    else if (suggestion === null) lines.push(`${pad}${field}: { path: TODO } # nothing is called like it`);
    else {
      const format = writer.formatOf(field, suggestion);
      lines.push(
        `${pad}${field}: { path: ${suggestion.path}${format === null ? '' : `, as: ${format}`} } ${why(suggestion)}`,
      );
    }
  }
  for (const [field, list] of found.lists) {
    lines.push(`${pad}${field}:`);
    lines.push(`${pad}  each: ${list?.each ?? 'TODO'}${list === null ? ' # no list looks like it' : ''}`);
    if (list === null) lines.push(`${pad}  fields: {}`);
    else lines.push(`${pad}  fields:`, ...answerLines(list.inner, writer, `${pad}    `));
  }
  return lines;
}

/** What is sent, as a tree of elements. */
interface Sent {
  line?: string;
  children: Map<string, Sent>;
  each?: string;
}

function put(root: Sent, path: string, line: string): void {
  let here = root;
  for (const segment of path.split('/')) {
    const next = here.children.get(segment) ?? { children: new Map() };
    here.children.set(segment, next);
    here = next;
  }
  here.line = line;
}

function sentTree(found: Suggested, writer: Writer): Sent {
  const root: Sent = { children: new Map() };
  for (const [field, suggestion] of found.fields) {
    if (suggestion === null) continue;
    const format = writer.formatOf(field, suggestion);
    put(root, suggestion.path, `{ from: ${field}${format === null ? '' : `, as: ${format}`} } ${why(suggestion)}`);
  }
  for (const [field, list] of found.lists) {
    if (list === null) continue;
    let here = root;
    for (const segment of list.each.split('/')) {
      const next = here.children.get(segment) ?? { children: new Map() };
      here.children.set(segment, next);
      here = next;
    }
    here.each = field;
    for (const [name, child] of sentTree(list.inner, writer).children) here.children.set(name, child);
  }
  return root;
}

function sentLines({ children }: Sent, pad: string): string[] {
  return [...children].flatMap(([name, child]) => {
    if (child.line !== undefined) return [`${pad}${name}: ${child.line}`];
    const each = child.each === undefined ? [] : [`${pad}  each: ${child.each}`];
    const inner = sentLines(child, `${pad}    `);
    return [
      `${pad}${name}:`,
      ...each,
      ...(inner.length === 0 ? [`${pad}  fields: {}`] : [`${pad}  fields:`, ...inner]),
    ];
  });
}

function commandLines(command: CommandName, ranked: readonly Ranked[], writer: Writer, several: boolean): string[] {
  const [best, ...others] = ranked;
  if (best === undefined) return [];
  const { given, unknown } = suggestRequest(command, best.shape);
  const tree = sentTree(given, writer);
  for (const { path } of unknown) put(tree, path, '{ const: TODO } # the WSDL requires it');
  const missing = [...given.fields].filter(([, found]) => found === null).map(([field]) => field);
  const request = sentLines(tree, '      ');
  const isWrite = COMMANDS[command].effect === 'write';
  return [
    `  ${command}:`,
    `    # ${best.confidence.toFixed(2)} ${best.reasons.join(', ')}`,
    ...(others.length > 0
      ? [
          `    # also: ${others
            .slice(0, 3)
            .map((one) => `${one.operation} (${one.confidence.toFixed(2)})`)
            .join(', ')}`,
        ]
      : []),
    ...(several ? [`    service: ${best.service}`] : []),
    `    operation: ${best.operation}`,
    ...(missing.length > 0 ? [`    # not sent, since no element is called like it: ${missing.join(', ')}`] : []),
    ...(request.length === 0 ? ['    request: {}'] : ['    request:', ...request]),
    '    answer:',
    ...answerLines(suggestAnswer(command, best.shape), writer, '      '),
    ...(isWrite
      ? [
          '    write:',
          '      maxExecutionMs: null # ask the ERP’s owner: how long can it still be executing this?',
          '      indexLagMs: 0 # TODO',
          ...(command === 'order.create' ? ['      priceBasis: TODO # net or gross'] : []),
        ]
      : []),
    '',
  ];
}

/** Where most answers say yes or no. */
function verdictLines(commands: ReadonlyMap<CommandName, Ranked>): string[] {
  const counts = new Map<string, number>();
  for (const { shape } of commands.values())
    for (const { path, shape: leaf } of partsOf(shape.response).leaves)
      if (path.split('/').length <= 2 && speaksOf(leaf.name.local, 'return') > 0)
        counts.set(path, (counts.get(path) ?? 0) + 1);
  const [likely] = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (likely === undefined)
    return ['verdict:', '  # Every answer that is no fault counts as a yes. Is that so? TODO', '  faults: []'];
  return ['verdict:', `  code: ${likely[0]} # in ${likely[1]} of ${commands.size} answers`, '  success: [TODO]'];
}

/** A connector document as a beginning: what is not known is marked TODO, and `connector check` names each place. */
export function draftDocument({ name, files, services, samples }: DraftParts): Draft {
  const writer = new Writer(samples);
  const commands = new Map<CommandName, Ranked>();
  const several = files.size > 1;
  const body: string[] = [];
  for (const command of Object.keys(COMMANDS) as CommandName[]) {
    const ranked = rankedFor(command, services);
    const [best] = ranked;
    if (best === undefined || best.confidence < PROPOSED_MIN) {
      body.push(
        `  # ${command}: no operation is called like it${best === undefined ? '' : `; nearest ${best.operation} (${best.confidence.toFixed(2)})`}`,
        '',
      );
      continue;
    }
    commands.set(command, best);
    body.push(...commandLines(command, ranked, writer, several));
  }
  const [only] = files.values();
  const soap = several
    ? ['soap:', '  services:', ...[...files].flatMap(([service, file]) => [`    ${service}:`, `      wsdl: ${file}`])]
    : ['soap:', `  wsdl: ${only ?? 'TODO.wsdl'}`];
  const lines = [
    '# A draft. Every TODO is a gap that a person must fill; every number says how sure a proposal is, from 0 to 1.',
    'drawbridge: connector/1',
    `name: ${name}`,
    'title: TODO',
    'version: 0.1.0',
    'owner: TODO',
    '',
    ...soap,
    '',
    'settings:',
    '  endpoint: { about: "Address of the service" }',
    '',
    'limits:',
    '  concurrentReads: 2',
    '  callTimeoutMs: 20000',
    '',
    ...(writer.formats.size === 0
      ? []
      : ['formats:', ...[...writer.formats].map(([format, text]) => `  ${format}: ${text}`), '']),
    '# login: TODO, unless the ERP asks for none',
    '',
    ...verdictLines(commands),
    '',
    ...(commands.size === 0 ? ['commands: {}'] : ['commands:']),
    ...body,
  ];
  const text = `${lines.join('\n').trimEnd()}\n`;
  return { text, commands, gaps: gapsOf(text).length };
}
