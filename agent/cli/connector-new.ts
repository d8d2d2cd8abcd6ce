import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { derivedTypesOf } from '../draft/derived-types.ts';
import { draftDocument } from '../draft/document.ts';
import type { DerivedTypes } from '../draft/generic.ts';
import { readSamples, type SampleFile } from '../draft/sample-files.ts';
import { samplesOf } from '../draft/samples.ts';
import type { ServiceShape } from '../erp/soap/shapes.ts';
import { loadWsdl } from '../erp/soap/wsdl.ts';
import { makeFolder } from '../make-folder.ts';
import { editable } from './editor-schema.ts';
import { EXIT, explain } from './exit.ts';
import { aligned, counted, lastLine, say, toned } from './picture.ts';

export interface NewOptions {
  wsdl: string[];
  out: string;
  samples?: string | undefined;
  json: boolean;
}

/** A service is called as its file is. */
const serviceOf = (file: string): string => {
  const name = basename(file, '.wsdl').replace(/[^A-Za-z0-9_-]/g, '-');
  return /^[A-Za-z]/.test(name) ? name : `s-${name}`;
};

const FILES_MAX = 500;
const FOLDERS_DEPTH_MAX = 3;

/** What a WSDL may lead to: schemas and WSDLs in its folder and below, by their place from there. */
function besides(folder: string, below = '', depth = 0): string[] {
  if (depth > FOLDERS_DEPTH_MAX) return [];
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const here = join(below, entry.name);
      if (entry.isDirectory())
        return /^(?:node_modules|\..*)$/.test(entry.name) ? [] : besides(folder, here, depth + 1);
      return entry.isFile() && /\.(?:xsd|wsdl)$/i.test(entry.name) ? [here] : [];
    })
    .slice(0, FILES_MAX);
}

function copyInto(out: string, file: string): void {
  const folder = dirname(resolve(file));
  if (folder === out) return;
  const schemas = besides(folder).filter((name) => name.endsWith('.xsd') || !existsSync(join(out, name)));
  for (const name of schemas) {
    makeFolder(dirname(join(out, name)));
    copyFileSync(join(folder, name), join(out, name));
  }
}

const SAMPLES_MAX = 200;
const SAMPLE_BYTES_MAX = 8 * 1024 * 1024;

function sampleFiles(folder: string): SampleFile[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:xml|ya?ml)$/.test(name) && statSync(join(folder, name)).size <= SAMPLE_BYTES_MAX)
    .toSorted()
    .slice(0, SAMPLES_MAX)
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** What a person can do about a WSDL that is refused. */
const adviceFor = (reason: string): string =>
  /no such file|only files of the folder|outside/.test(reason)
    ? 'Save what it names beside the WSDL, write that file name in its place, and ask again.'
    : 'Download the WSDL from the ERP again, as XML and whole.';

/** What stands in the way before anything is read; null where nothing does. */
function asked({ wsdl, samples }: NewOptions, out: string): [string, string] | null {
  if (existsSync(join(out, 'connector.yaml')))
    return [`There is a connector in ${out}.`, 'Name another folder with --out.'];
  const missing = [...wsdl, ...(samples === undefined ? [] : [samples])].find((path) => !existsSync(path));
  if (missing !== undefined) return [`There is no ${missing}.`, 'drawbridge connector new --help'];
  if (samples !== undefined && !statSync(samples).isDirectory())
    return [`${samples} is no folder.`, 'Put the answers into a folder, and name that.'];
  if (wsdl.some((file) => !/^[A-Za-z0-9._-]+\.wsdl$/.test(basename(file))))
    return [
      'A WSDL is a file that ends in .wsdl, its name of letters, digits, ., _ and -.',
      'Rename it, and name it again.',
    ];
  const twice = wsdl.find((file, at) =>
    wsdl.some((other, before) => before < at && serviceOf(other) === serviceOf(file)),
  );
  return twice === undefined
    ? null
    : [`Two WSDLs are called ${basename(twice)}.`, 'Rename one of them: a service is called as its file is.'];
}

/** Drafts a connector from WSDLs. Never overwrites one. */
export async function newConnector(options: NewOptions): Promise<number> {
  const { wsdl, out: given, samples, json } = options;
  const out = resolve(given);
  const wrong = asked(options, out);
  if (wrong !== null) {
    explain(...wrong);
    return EXIT.usage;
  }
  makeFolder(out);
  const services = new Map<string, ServiceShape>();
  const files = new Map<string, string>();
  const types: DerivedTypes[] = [];
  for (const file of wsdl) {
    copyInto(out, file);
    const loaded = await loadWsdl(out, basename(file));
    if (!loaded.ok) {
      explain(loaded.error.detail ?? loaded.error.message, adviceFor(loaded.error.detail ?? ''));
      return EXIT.failed;
    }
    services.set(serviceOf(file), loaded.value);
    files.set(serviceOf(file), basename(file));
    types.push(await derivedTypesOf(out, basename(file)));
  }
  const name =
    basename(out)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 40) || 'draft';
  const read = readSamples(samples === undefined ? [] : sampleFiles(samples));
  const derived: DerivedTypes = (base) => types.flatMap((of) => of(base));
  const { text, commands, gaps } = draftDocument({ name, files, services, samples: samplesOf(read.samples), derived });
  writeFileSync(join(out, 'connector.yaml'), editable(out, text));
  const proposed = [...commands].map(([command, { operation, confidence }]) => ({ command, operation, confidence }));
  const unsupported = [...services].flatMap(([service, shape]) =>
    [...shape.unsupported.values()].map(({ name: operation, reason }) => ({ service, operation, reason })),
  );
  if (json) {
    lastLine({ ok: true, out, proposed, gaps, samples: read.samples.length, unread: read.problems, unsupported });
    return EXIT.ok;
  }
  const rows = proposed.map(({ command, operation, confidence }) => [command, operation, confidence.toFixed(2)]);
  for (const line of aligned([['command', 'operation', 'sure'], ...rows])) say(line);
  for (const problem of read.problems) say(toned('yellow', `not read as a sample: ${problem}`));
  if (unsupported.length > 0)
    say(
      toned(
        'yellow',
        `${counted(unsupported.length, 'operation')} left out, e.g. ${unsupported[0]?.operation}: ${unsupported[0]?.reason}`,
      ),
    );
  const summary = `${counted(proposed.length, 'command')}, ${counted(gaps, 'gap')} to fill`;
  say(toned('green', `${join(out, 'connector.yaml')}: ${summary}`));
  say(`Next: drawbridge connector check ${given}`);
  return EXIT.ok;
}
