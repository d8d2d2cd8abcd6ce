import { COMMANDS, type CommandName } from '#contracts/commands';
import type { ServiceShape } from '../erp/soap/shapes.ts';
import { answerLines } from './answer-lines.ts';
import { Formats } from './formats.ts';
import { gapsOf } from './gaps.ts';
import type { DerivedTypes } from './generic.ts';
import { messagesOf } from './messages.ts';
import { tell } from './names.ts';
import { PROPOSED_MIN, type Ranked, rankedFor } from './rank.ts';
import { type PrefixOf, requestDraft, type Settings } from './request-lines.ts';
import type { Samples } from './samples.ts';
import { plain } from './yaml-text.ts';

export interface DraftParts {
  name: string;
  /** WSDL file by service. */
  files: ReadonlyMap<string, string>;
  services: ReadonlyMap<string, ServiceShape>;
  samples: Samples;
  /** Types that may stand where the schemas name their base. */
  derived: DerivedTypes;
}

export interface Draft {
  text: string;
  /** Proposed operation by command; commands without one are left out. */
  commands: ReadonlyMap<CommandName, Ranked>;
  gaps: number;
}

/** Two operations this near are both shown as likely. */
const NEAR = 0.05;
const ALSO_MAX = 3;

interface Writing {
  formats: Formats;
  prefixOf: PrefixOf;
  settings: Settings;
  several: boolean;
}

function writeLines(command: CommandName, sendsPrice: boolean): string[] {
  return [
    '    write:',
    '      maxExecutionMs: null # ask the ERP’s owner: how long can it still be executing this? null: nobody knows',
    '      indexLagMs: TODO # how long may a made document be missing from the lookup? 0 where it is there at once',
    ...(command === 'order.create' && sendsPrice
      ? ['      priceBasis: TODO # net or gross: how does the ERP understand prices sent?']
      : []),
  ];
}

function commandLines(command: CommandName, ranked: readonly Ranked[], { several, ...around }: Writing): string[] {
  const [best, ...others] = ranked;
  if (best === undefined) return [];
  const isWrite = COMMANDS[command].effect === 'write';
  const near = others.filter(({ confidence }) => confidence >= PROPOSED_MIN && best.confidence - confidence < NEAR);
  const draft = requestDraft(command, best, around, '');
  const { payload } = best.response;
  const call = [
    ...(several ? [`service: ${best.service}`] : []),
    `operation: ${plain(best.operation)}`,
    ...draft.lines,
    ...(payload === null
      ? []
      : [
          `payload: { path: ${plain(payload)}, holds: ${/json/i.test(payload) ? 'json' : 'xml'} } # a document in a text`,
        ]),
  ];
  const [first = '', ...rest] = call;
  const body =
    draft.forEach === null
      ? call.map((line) => `    ${line}`)
      : [
          '    steps:',
          '      - step: item',
          `        forEach: ${draft.forEach}`,
          `        ${first}`,
          ...rest.map((line) => `        ${line}`),
        ];
  return [
    `  ${command}:`,
    `    # ${best.confidence.toFixed(2)} ${best.operation}: ${best.reasons.join('; ')}`,
    ...(others.length === 0
      ? []
      : [
          `    # also: ${others
            .slice(0, ALSO_MAX)
            .map((one) => `${one.operation} (${one.confidence.toFixed(2)})`)
            .join(', ')}`,
        ]),
    ...(isWrite && near.length > 0
      ? [
          `    # ${near.map(({ operation }) => operation).join(', ')} is as likely: make sure which one makes the record`,
        ]
      : []),
    ...body,
    ...draft.paging.map((line) => `    ${line}`),
    '    answer:',
    ...answerLines(command, best.answer, best.response, around.formats, draft.paging.length > 0, '      '),
    ...(isWrite
      ? writeLines(command, (best.given.lists.get('lines')?.inner.fields.get('unitPrice') ?? null) !== null)
      : []),
    '',
  ];
}

const isResult = (name: string): boolean => (tell(name).concepts.get('result') ?? 0) > 0;
const isSuccess = (name: string): boolean => (tell(name).concepts.get('success') ?? 0) > 0;
const isMessage = (name: string): boolean => (tell(name).concepts.get('message') ?? 0) > 0;
const RESULT_DEPTH_MAX = 2;

/** Where most answers say yes or no, and why not. */
function verdictLines(commands: ReadonlyMap<CommandName, Ranked>): string[] {
  const counts = new Map<string, number>();
  const messages = new Map<string, string>();
  for (const { response } of commands.values()) {
    if (response.payload !== null) continue;
    const near = response.parts.leaves.filter(
      ({ path, repeats }) => !repeats && path.split('/').length <= RESULT_DEPTH_MAX && !path.includes('['),
    );
    for (const { path, name, around, primitive } of near) {
      if (primitive === 'date' || primitive === 'dateTime' || primitive === 'decimal') continue;
      const within = around.some(isResult);
      if (!(within ? isSuccess(name) || isResult(name) : isResult(name)) || isMessage(name)) continue;
      counts.set(path, (counts.get(path) ?? 0) + 1);
      const folder = path.split('/').slice(0, -1).join('/');
      const beside = near.find(
        (leaf) => isMessage(leaf.name) && leaf.path.split('/').slice(0, -1).join('/') === folder,
      );
      if (beside !== undefined) messages.set(path, beside.path);
    }
  }
  const [likely] = [...counts].toSorted((a, b) => b[1] - a[1]);
  // What only some answers have is the field of one of them, and no verdict.
  if (likely === undefined || likely[1] * 2 < commands.size)
    return [
      'verdict:',
      '  # Every answer that is no fault counts as a yes. Is that so? If not: code, success.',
      '  faults: []',
    ];
  const message = messages.get(likely[0]);
  return [
    'verdict:',
    `  code: ${plain(likely[0])} # in ${likely[1]} of ${commands.size} answers`,
    '  success: [TODO] # what stands there when all went well?',
    ...(message === undefined ? [] : [`  message: ${plain(message)}`]),
  ];
}

/** A prefix for each namespace that the document names. */
function prefixes(): { prefixOf: PrefixOf; lines(): string[] } {
  const known = new Map<string, string>();
  return {
    prefixOf: (namespace) => {
      const prefix = known.get(namespace) ?? `n${known.size + 1}`;
      known.set(namespace, prefix);
      return prefix;
    },
    lines: () =>
      known.size === 0
        ? []
        : ['namespaces:', ...[...known].map(([namespace, prefix]) => `  ${prefix}: ${plain(namespace)}`), ''],
  };
}

/** A connector document as a beginning: what is not known is marked TODO, and `connector check` names each place. */
export function draftDocument({ name, files, services, samples, derived }: DraftParts): Draft {
  const formats = new Formats();
  const settings: Settings = new Map();
  const named = prefixes();
  const commands = new Map<CommandName, Ranked>();
  const messages = messagesOf(samples, derived);
  const several = files.size > 1;
  const body: string[] = [];
  for (const command of Object.keys(COMMANDS) as CommandName[]) {
    const ranked = rankedFor(command, services, messages);
    const [best] = ranked;
    if (best === undefined || best.confidence < PROPOSED_MIN) {
      const nearest =
        best === undefined
          ? ''
          : `; nearest ${best.operation} (${best.confidence.toFixed(2)}): ${best.reasons.join('; ')}`;
      body.push(`  # ${command}: no operation is proposed${nearest}`, '');
      continue;
    }
    commands.set(command, best);
    body.push(...commandLines(command, ranked, { formats, prefixOf: named.prefixOf, settings, several }));
  }
  const [only] = files.values();
  const soap = several
    ? ['soap:', '  services:', ...[...files].flatMap(([service, file]) => [`    ${service}:`, `      wsdl: ${file}`])]
    : ['soap:', `  wsdl: ${only ?? 'TODO.wsdl'}`];
  const used = formats.lines();
  const lines = [
    '# A draft. Every TODO is a gap that a person must fill; every number says how sure a proposal is, from 0 to 1.',
    'drawbridge: connector/1',
    `name: ${name}`,
    'title: TODO # what people call the ERP',
    'version: 0.1.0',
    'owner: TODO # who answers for this document',
    '',
    ...soap,
    '',
    ...named.lines(),
    'settings:',
    '  endpoint: { about: "Address of the service" }',
    ...[...settings].map(([setting, about]) => `  ${setting}: ${about}`),
    '',
    'limits:',
    '  concurrentReads: 2',
    '  callTimeoutMs: 20000',
    '',
    ...(used.length === 0 ? [] : ['formats:', ...used, '']),
    '# login: how does the ERP know who asks? See the guide; leave it out if it asks for nothing.',
    '',
    ...verdictLines(commands),
    '',
    ...(commands.size === 0 ? ['commands: {}'] : ['commands:']),
    ...body,
  ];
  const text = `${lines.join('\n').trimEnd()}\n`;
  return { text, commands, gaps: gapsOf(text).length };
}
