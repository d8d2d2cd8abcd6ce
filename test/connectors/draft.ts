import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { COMMANDS, type CommandName } from '#contracts/commands';
import { ConnectorDocument } from '#contracts/connector';
import { derivedTypesOf } from '../../agent/draft/derived-types.ts';
import { type Draft, draftDocument } from '../../agent/draft/document.ts';
import { readSamples } from '../../agent/draft/sample-files.ts';
import { type Samples, samplesOf } from '../../agent/draft/samples.ts';
import { servicesOf } from '../../agent/erp/connector/prepare.ts';
import type { ServiceShape } from '../../agent/erp/soap/shapes.ts';
import { loadWsdl } from '../../agent/erp/soap/wsdl.ts';
import { CONNECTORS, connectorNames, DEMO, readCases } from './cases.ts';
import { type Places, placesOf } from './draft-places.ts';
import { missingWsdls, openFolder } from './wsdl-folder.ts';

/**
 * `npm run -s connectors -- draft [--json]`: drafts a connector from WSDLs and compares its places with those that an
 * author wrote, three ways:
 *   alone     the connectors in the box, from their WSDLs alone
 *   sampled   the same, with the answers of their golden cases as samples
 *   heldOut   systems of our invention in German, French, Dutch and Spanish, which the rules were not written with
 * The rules were written with the connectors in the box in sight, so the first two flatter; with samples all the more,
 * since the golden cases hold what their connectors read and little else. `--why` lists what is wrong and missing.
 * What the author left out counts as wrong, and so does all of a command that the ERP cannot offer.
 */
export interface Compared {
  connector: string;
  /** Places proposed, and how many of them are where the author has the field. */
  suggested: number;
  right: number;
  /** Fields that the author reads from or sends to a place. */
  written: number;
  precision: number;
  recall: number;
  /** Command → 1: the author's operation comes first, 0: another one does, null: none is proposed. */
  rank: Partial<Record<CommandName, number | null>>;
  /** `--why`: what is proposed and wrong, and what is missing. */
  wrong: string[];
  missing: string[];
}

interface Author {
  connector: string;
  folder: string;
  /** WSDL file by service. */
  files: ReadonlyMap<string, string>;
  places: ReadonlyMap<string, Places>;
}

const share = (part: number, of: number): number => (of === 0 ? 0 : Math.round((1000 * part) / of) / 1000);

export async function draftOf(
  { connector, folder, files }: Pick<Author, 'connector' | 'folder' | 'files'>,
  samples: Samples,
): Promise<Draft> {
  const services = new Map<string, ServiceShape>();
  const types: Awaited<ReturnType<typeof derivedTypesOf>>[] = [];
  for (const [name, wsdl] of files) {
    const loaded = await loadWsdl(folder, wsdl);
    if (!loaded.ok) throw new Error(loaded.error.detail ?? wsdl);
    services.set(name, loaded.value);
    types.push(await derivedTypesOf(folder, wsdl));
  }
  const derived = (base: Parameters<(typeof types)[number]>[0]) => types.flatMap((of) => of(base));
  return draftDocument({ name: connector, files, services, samples, derived });
}

function compared({ connector, places }: Author, draft: Draft): Compared {
  const proposed = placesOf(parse(draft.text));
  let [suggested, right, written] = [0, 0, 0];
  const [wrong, missing]: [string[], string[]] = [[], []];
  const rank: Compared['rank'] = {};
  for (const [command, { fields, operations }] of proposed) {
    const author = places.get(command);
    const isRight = author !== undefined && [...operations].some((name) => author.operations.has(name));
    for (const [field, [place = '']] of fields) {
      suggested += 1;
      if (isRight && author.fields.get(field)?.has(place)) right += 1;
      else
        wrong.push(
          `${command} ${[...operations]} ${field} = ${place}; ${[...(author?.fields.get(field) ?? ['not written'])].join(' | ')}`,
        );
    }
  }
  for (const [command, { fields, operations }] of places) {
    written += fields.size;
    const { fields: given, operations: used } = proposed.get(command) ?? { fields: new Map(), operations: new Set() };
    const isFirst = [...used].some((name) => operations.has(name));
    rank[command as CommandName] = used.size === 0 ? null : isFirst ? 1 : 0;
    for (const [field, where] of fields)
      if (!given.has(field)) missing.push(`${command} ${[...used]} ${field} at ${[...where].join(' | ')}`);
  }
  return {
    connector,
    suggested,
    right,
    written,
    precision: share(right, suggested),
    recall: share(right, written),
    rank,
    wrong,
    missing,
  };
}

export function casesOf(connector: string): Samples {
  const folder = join(import.meta.dirname, 'golden', connector);
  if (!existsSync(folder)) return samplesOf([]);
  const files = readdirSync(folder).filter((name) => name.endsWith('.case.yaml'));
  return samplesOf(readSamples(files.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))).samples);
}

export function authorOf(connector: string, folder: string): Author {
  const own: unknown = parse(readFileSync(join(folder, 'connector.yaml'), 'utf8'));
  const services = servicesOf(ConnectorDocument.parse(own));
  const files = new Map(Object.entries(services).map(([name, { wsdl }]) => [name, wsdl]));
  return { connector, folder, files, places: placesOf(own) };
}

interface Measured {
  alone: Compared[];
  sampled: Compared[];
  heldOut: Compared[];
  /** Connectors whose WSDLs are not there. */
  skipped: string[];
}

export async function measureInTheBox(): Promise<Omit<Measured, 'heldOut'>> {
  const measured: Omit<Measured, 'heldOut'> = { alone: [], sampled: [], skipped: [] };
  const measure = async (author: Author): Promise<void> => {
    measured.alone.push(compared(author, await draftOf(author, samplesOf([]))));
    measured.sampled.push(compared(author, await draftOf(author, casesOf(author.connector))));
  };
  await measure(authorOf(DEMO, join(CONNECTORS, DEMO)));
  for (const name of connectorNames().filter((other) => other !== DEMO)) {
    const { erp } = readCases(name);
    const open = openFolder(name, erp);
    if (open === null) measured.skipped.push(`${name}: no ${missingWsdls(name, erp).join(', ')}`);
    else
      try {
        await measure(authorOf(name, open.folder));
      } finally {
        open.close();
      }
  }
  return measured;
}

const HELD_OUT = join(import.meta.dirname, 'held-out');

export async function measureHeldOut(): Promise<Compared[]> {
  const found: Compared[] = [];
  for (const connector of readdirSync(HELD_OUT).toSorted()) {
    const folder = join(HELD_OUT, connector);
    const places = placesOf(parse(readFileSync(join(folder, 'expected.yaml'), 'utf8')));
    const author = { connector, folder, files: new Map([['main', 'service.wsdl']]), places };
    found.push(compared(author, await draftOf(author, samplesOf([]))));
  }
  return found;
}

/** Of all together: places, and how often the operation that comes first is the author's. */
export function summed(all: readonly Compared[]) {
  const sum = (key: 'right' | 'suggested' | 'written'): number => all.reduce((total, each) => total + each[key], 0);
  const first = (isMeant: (command: CommandName) => boolean) => {
    const ranks = all.flatMap(({ rank }) =>
      Object.entries(rank).filter(([command]) => isMeant(command as CommandName)),
    );
    const count = (of: number | null): number => ranks.filter(([, place]) => place === of).length;
    return { commands: ranks.length, first: count(1), wrong: count(0), none: count(null) };
  };
  return {
    precision: share(sum('right'), sum('suggested')),
    recall: share(sum('right'), sum('written')),
    rankAt1: first(() => true),
    writesRankAt1: first((command) => COMMANDS[command].effect === 'write'),
  };
}

function print(title: string, all: readonly Compared[], why: boolean): void {
  const { precision, recall, rankAt1, writesRankAt1 } = summed(all);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say(`${title}: precision ${precision}, recall ${recall}`);
  for (const { connector, suggested, right, written, precision: of, recall: share, rank, wrong, missing } of all) {
    say(`  ${connector.padEnd(18)} ${right} right of ${suggested} proposed (${of}), of ${written} written (${share})`);
    const other = Object.entries(rank).filter(([, place]) => place !== 1);
    if (other.length > 0)
      say(
        `    not first: ${other.map(([command, place]) => `${command}${place === null ? ' (none proposed)' : ''}`).join(', ')}`,
      );
    if (why) for (const line of wrong) say(`    wrong    ${line}`);
    if (why) for (const line of missing) say(`    missing  ${line}`);
  }
  say(
    `  right operation first: ${rankAt1.first} of ${rankAt1.commands} commands, ${rankAt1.none} without a proposal, ${rankAt1.wrong} wrong; of writes ${writesRankAt1.first} of ${writesRankAt1.commands}, ${writesRankAt1.none} without, ${writesRankAt1.wrong} wrong`,
  );
}

/** @returns the exit code */
export async function draftMain(argv: readonly string[]): Promise<number> {
  const { alone, sampled, skipped } = await measureInTheBox();
  const heldOut = argv.includes('--no-held-out') ? [] : await measureHeldOut();
  for (const line of skipped) process.stderr.write(`${line}: not measured, set DRAWBRIDGE_SHARED\n`);
  if (argv.includes('--json')) {
    const bareOf = (all: readonly Compared[]) =>
      all.map(({ wrong, missing, ...rest }) => ({ ...rest, wrong: wrong.length, missing: missing.length }));
    const line = Object.fromEntries(
      Object.entries({ alone, sampled, heldOut }).map(([key, all]) => [
        key,
        { ...summed(all), connectors: bareOf(all) },
      ]),
    );
    process.stdout.write(`${JSON.stringify({ ...line, skipped })}\n`);
    return 0;
  }
  const why = argv.includes('--why');
  print('From the WSDLs alone', alone, why);
  print('With sample answers', sampled, why);
  if (heldOut.length > 0) print('Held out, never tuned on', heldOut, why && argv.includes('--held-out'));
  return 0;
}
