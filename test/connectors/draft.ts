import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ConnectorDocument } from '#contracts/connector';
import { draftDocument } from '../../agent/draft/document.ts';
import { servicesOf } from '../../agent/erp/connector/prepare.ts';
import type { ServiceShape } from '../../agent/erp/soap/shapes.ts';
import { loadWsdl } from '../../agent/erp/soap/wsdl.ts';
import { CONNECTORS, connectorNames, DEMO, readCases } from './cases.ts';
import { openFolder } from './wsdl-folder.ts';

/**
 * `npm run -s connectors -- draft [--json]`: drafts each connector in the box from its WSDLs alone, without samples,
 * and compares the proposed places with those that its author wrote. The words of agent/draft/rules were written with
 * the demo ERP in sight, so its figures flatter; the vendors' are the honest ones.
 */
interface Compared {
  connector: string;
  /** Places proposed, and how many of them are what the author wrote. */
  suggested: number;
  right: number;
  /** Places that the author wrote. */
  written: number;
  precision: number;
  recall: number;
}

const bare = (path: string): string =>
  path
    .replace(/^\//, '')
    .split('/')
    .map((step) => step.replace(/\[.*$/, '').replace(/^@?(?:[^:]*:)?/, ''))
    .join('/');

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
const first = (paths: unknown): string => (Array.isArray(paths) ? String(paths[0]) : String(paths));

/** `field = list > path` for all that a mapping reads. */
function readPaths(fields: unknown, around: string, each: string): string[] {
  if (!isTree(fields)) return [];
  return Object.entries(fields).flatMap(([field, entry]) => {
    if (!isTree(entry)) return [];
    if ('path' in entry) return [`${around}${field} = ${each}${bare(first(entry.path))}`];
    if ('each' in entry) return readPaths(entry.fields, `${around}${field}.`, `${each}${bare(first(entry.each))} > `);
    return [];
  });
}

/** `path <- field` for all that a mapping sends. */
function sentPaths(fields: unknown, around: string): string[] {
  if (!isTree(fields)) return [];
  return Object.entries(fields).flatMap(([name, entry]) => {
    if (!isTree(entry)) return [];
    const here = `${around}${bare(name)}`;
    if ('from' in entry) return [`${here} <- ${String(entry.from)}`];
    return 'fields' in entry ? sentPaths(entry.fields, `${here}/`) : [];
  });
}

function placesOf(document: Tree): Set<string> {
  const commands = isTree(document.commands) ? document.commands : {};
  return new Set(
    Object.entries(commands).flatMap(([command, mapping]) => {
      if (!isTree(mapping)) return [];
      const steps = Array.isArray(mapping.steps) ? mapping.steps.filter(isTree) : [mapping];
      const operation = String(steps[0]?.operation);
      const all = [...readPaths(mapping.answer, '', ''), ...steps.flatMap((step) => sentPaths(step.request, ''))];
      return all.filter((place) => !place.includes('TODO')).map((place) => `${command} ${operation} ${place}`);
    }),
  );
}

async function compare(connector: string, folder: string): Promise<Compared> {
  const own: unknown = parse(readFileSync(join(folder, 'connector.yaml'), 'utf8'));
  const document = ConnectorDocument.parse(own);
  const services = new Map<string, ServiceShape>();
  const files = new Map<string, string>();
  for (const [name, { wsdl }] of Object.entries(servicesOf(document))) {
    const loaded = await loadWsdl(folder, wsdl);
    if (!loaded.ok) throw new Error(loaded.error.detail ?? wsdl);
    services.set(name, loaded.value);
    files.set(name, wsdl);
  }
  const draft = draftDocument({ name: connector, files, services, samples: new Map() });
  const written = placesOf(own as Tree);
  const suggested = placesOf(parse(draft.text) as Tree);
  const right = [...suggested].filter((place) => written.has(place)).length;
  const share = (of: number): number => (of === 0 ? 0 : Math.round((1000 * right) / of) / 1000);
  return {
    connector,
    suggested: suggested.size,
    right,
    written: written.size,
    precision: share(suggested.size),
    recall: share(written.size),
  };
}

async function measureDrafts(): Promise<Compared[]> {
  const compared = [await compare(DEMO, join(CONNECTORS, DEMO))];
  for (const name of connectorNames().filter((other) => other !== DEMO)) {
    const open = openFolder(name, readCases(name).erp);
    try {
      if (open !== null) compared.push(await compare(name, open.folder));
    } finally {
      open?.close();
    }
  }
  return compared;
}

/** @returns the exit code */
export async function draftMain(argv: readonly string[]): Promise<number> {
  const compared = await measureDrafts();
  if (argv.includes('--json')) {
    const sum = (key: 'right' | 'suggested' | 'written'): number =>
      compared.reduce((total, each) => total + each[key], 0);
    const share = (of: number): number => Math.round((1000 * sum('right')) / Math.max(1, of)) / 1000;
    const line = { precision: share(sum('suggested')), recall: share(sum('written')), connectors: compared };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } else
    for (const { connector, suggested, right, written, precision, recall } of compared)
      process.stdout.write(
        `${connector.padEnd(16)} ${right} right of ${suggested} proposed (${precision}), of ${written} written (${recall})\n`,
      );
  return 0;
}
