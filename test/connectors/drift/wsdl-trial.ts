import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DriftWatch } from '../../../agent/drift/drift-watch.ts';
import { fingerprintLines } from '../../../agent/drift/fingerprint.ts';
import { NOT_THERE } from '../../../agent/drift/sent-lines.ts';
import { writesTouched } from '../../../agent/drift/touch.ts';
import { type Connector, loadConnector, loadServices } from '../../../agent/erp/connector/load.ts';
import type { TextChange, Texts } from './wsdl-changes.ts';

/** A connector and the texts of its WSDLs. */
export interface Subject {
  name: string;
  folder: string;
  connector: Connector;
  texts: Texts;
  /** Local names that its messages use; those that writes use first. */
  names: string[];
  writeNames: ReadonlySet<string>;
  namespaces: string[];
}

const lastName = (key: string): string =>
  (key.split(/ [<>] |\//).at(-1) ?? '').replace(/^@?(?:.*:)?/, '').replace(/\[.*$/, '');

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : /\.(wsdl|xsd)$/.test(name) ? [path] : [];
  });
}

export async function subjectOf(name: string, folder: string): Promise<Subject | null> {
  const loaded = await loadConnector(folder);
  if (!loaded.ok) return null;
  const connector = loaded.value;
  const texts = new Map(filesIn(folder).map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
  const lines = fingerprintLines(connector).filter(
    ({ key, value }) => !key.endsWith(')') && value !== NOT_THERE && !value.endsWith('open'),
  );
  const isWrite = (key: string, touches: (typeof lines)[number]['touches']): boolean =>
    key.includes(' > ') && !key.includes(' < ') && writesTouched(touches, connector.document).length > 0;
  const declared = [...texts.values()].join('\n');
  const named = (some: typeof lines): string[] =>
    [...new Set(some.flatMap(({ key }) => (key.includes('@') ? [] : [lastName(key)])))].filter((each) =>
      declared.includes(`name="${each}"`),
    );
  const writeNames = named(lines.filter(({ key, touches }) => isWrite(key, touches)));
  const used = lines.flatMap(({ value }) => [...value.matchAll(/\{([^}]+)\}/g)].map((found) => found[1] ?? ''));
  const namespaces = [...new Set(used)].filter((each) => declared.includes(`targetNamespace="${each}"`));
  return {
    name,
    folder,
    connector,
    texts,
    names: [...new Set([...writeNames, ...named(lines)])],
    writeNames: new Set(writeNames),
    namespaces,
  };
}

export interface TrialOutcome {
  /** Places that were found different. */
  changes: number;
  /** Writes that were stopped. */
  stops: string[];
}

/** Makes one change and compares; null where it does not apply or leaves no readable WSDL, which is noticed anyway. */
export async function wsdlTrial(
  subject: Subject,
  change: TextChange,
  name: string,
  namespace: string,
): Promise<TrialOutcome | null> {
  const changed = change(subject.texts, name, namespace);
  if (changed === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'drift-'));
  try {
    cpSync(subject.folder, folder, { recursive: true });
    for (const [file, text] of changed) writeFileSync(join(folder, file), text);
    const services = await loadServices(folder, subject.connector.document);
    if (Array.isArray(services)) return null;
    const watch = new DriftWatch({ described: subject.connector, approved: null, onChange: () => undefined });
    const changes = watch.compare(services);
    return { changes: changes.length, stops: Object.keys(watch.stoppedWrites) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
