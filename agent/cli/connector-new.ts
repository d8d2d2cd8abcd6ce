import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { draftDocument } from '../draft/document.ts';
import { samplesIn } from '../draft/samples.ts';
import type { ServiceShape } from '../erp/soap/shapes.ts';
import { loadWsdl } from '../erp/soap/wsdl.ts';
import { editable } from './editor-schema.ts';
import { EXIT, explain, explainFailure } from './exit.ts';
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

/** The schemas beside a WSDL, and those in folders beside it: what it may import. */
function copyWithSchemas(file: string, out: string): void {
  const folder = dirname(resolve(file));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const from = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.xsd')) copyFileSync(from, join(out, entry.name));
    else if (entry.isDirectory() && /^(?:xsd|schemas?)$/i.test(entry.name))
      cpSync(from, join(out, entry.name), { recursive: true });
  }
  copyFileSync(file, join(out, basename(file)));
}

function sampleTexts(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:xml|ya?ml)$/.test(name))
    .slice(0, 200)
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Drafts a connector from WSDLs. Never overwrites one. */
export async function newConnector({ wsdl, out: given, samples, json }: NewOptions): Promise<number> {
  const out = resolve(given);
  if (existsSync(join(out, 'connector.yaml'))) {
    explain(`There is a connector in ${out}.`, 'Name another folder with --out.');
    return EXIT.usage;
  }
  const missing = [...wsdl, ...(samples === undefined ? [] : [samples])].find((path) => !existsSync(path));
  if (missing !== undefined || wsdl.some((file) => !/^[A-Za-z0-9._-]+\.wsdl$/.test(basename(file)))) {
    explain(
      missing === undefined ? 'A WSDL is a file that ends in .wsdl.' : `There is no ${missing}.`,
      'drawbridge connector new --help',
    );
    return EXIT.usage;
  }
  mkdirSync(out, { recursive: true });
  const services = new Map<string, ServiceShape>();
  const files = new Map<string, string>();
  for (const file of wsdl) {
    copyWithSchemas(file, out);
    const loaded = await loadWsdl(out, basename(file));
    if (!loaded.ok) {
      explainFailure(loaded.error);
      return EXIT.failed;
    }
    services.set(serviceOf(file), loaded.value);
    files.set(serviceOf(file), basename(file));
  }
  const name =
    basename(out)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 40) || 'draft';
  const texts = samples === undefined ? [] : sampleTexts(samples);
  const { text, commands, gaps } = draftDocument({ name, files, services, samples: samplesIn(texts) });
  writeFileSync(join(out, 'connector.yaml'), editable(out, text));
  const proposed = [...commands].map(([command, { operation, confidence }]) => ({ command, operation, confidence }));
  if (json) lastLine({ ok: true, out, proposed, gaps });
  else {
    const rows = proposed.map(({ command, operation, confidence }) => [command, operation, confidence.toFixed(2)]);
    for (const line of aligned([['command', 'operation', 'sure'], ...rows])) say(line);
    say(
      toned(
        'green',
        `${join(out, 'connector.yaml')}: ${counted(proposed.length, 'command')}, ${counted(gaps, 'gap')} to fill`,
      ),
    );
    say(`Next: drawbridge connector check ${given}`);
  }
  return EXIT.ok;
}
