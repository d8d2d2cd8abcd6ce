import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isScalar, LineCounter, parseDocument } from 'yaml';
import { ConnectorDocument } from '#contracts/connector';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import type { Content, QName, ServiceShape } from '../soap/shapes.ts';
import { loadWsdl } from '../soap/wsdl.ts';
import { namespaceOf } from '../soap/xml-path.ts';
import { documentProblems } from './check.ts';
import { plainWords } from './plain-words.ts';
import { positionOf } from './positions.ts';
import { servicesOf } from './prepare.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './schema-issues.ts';
import { yamlMistakes } from './yaml-mistakes.ts';

/** A connector that was checked against its own WSDLs and the contract. */
export interface Connector {
  document: ConnectorDocument;
  /** By name; `main` where the document names none. */
  services: ReadonlyMap<string, ServiceShape>;
  /** Derived types that requests name, by `{namespace}local`. */
  types: ReadonlyMap<string, Content>;
}

/** One thing that is wrong, where it stands, and how to mend it. */
export interface FoundProblem {
  file: string;
  /** From 1. */
  line: number;
  column: number;
  /** The place in the document, e.g. `commands.order.list.answer.rows`. */
  place: string;
  text: string;
}

/** `connector` is null where there is any problem; warnings do not stand in its way. */
export interface Inspection {
  connector: Connector | null;
  problems: FoundProblem[];
  warnings: FoundProblem[];
}

/** E.g. `connector.yaml:12:5 formats.date: …`. */
export const sayProblem = ({ file, line, column, place, text }: FoundProblem): string =>
  `${file}:${line}:${column} ${place === '' ? '' : `${place}: `}${text}`;

const FILE = 'connector.yaml';
/** 256 KiB: the demo connector has 9 KiB. */
const DOCUMENT_BYTES_MAX = 256 * 1024;
/** Aliases save repeating a row's fields; more of them only serve to blow a document up. */
const ALIASES_MAX = 50;

const atTop = (text: string): FoundProblem => ({ file: FILE, line: 1, column: 1, place: '', text });
const refused = (...problems: FoundProblem[]): Inspection => ({ connector: null, problems, warnings: [] });

type Read = { text: string } | { problem: string };

/** Why there is no text, in the words of somebody who looks for the file. */
async function whyUnread(folder: string, thrown: unknown): Promise<string> {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOTDIR') return `${folder} is a file: name the folder that it is in`;
  if (code === 'EISDIR') return `${FILE} is a folder: it must be a file`;
  if (code === 'EACCES' || code === 'EPERM') return `${FILE} may not be read by this user: mend its rights`;
  if (code !== 'ENOENT') return `${FILE} cannot be read${code === '' ? '' : ` (${code})`}`;
  const names = await readdir(folder).catch(() => null);
  if (names === null) return `there is no folder ${folder}`;
  const other = names.find((name) => /^connector\.ya?ml/i.test(name));
  return other === undefined
    ? `there is no ${FILE} in ${folder}: name the folder that has it, or draft one with \`drawbridge connector new\``
    : `there is ${other} in ${folder}, and it must be called ${FILE}: rename it`;
}

async function readText(folder: string): Promise<Read> {
  try {
    const file = await open(join(folder, FILE));
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(DOCUMENT_BYTES_MAX + 1), 0, DOCUMENT_BYTES_MAX + 1, 0);
      if (bytesRead > DOCUMENT_BYTES_MAX) return { problem: `larger than ${DOCUMENT_BYTES_MAX} bytes` };
      return textOf(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (thrown) {
    return { problem: await whyUnread(folder, thrown) };
  }
}

function textOf(bytes: Uint8Array): Read {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'the file is not written in UTF-8: save it as UTF-8 in your editor' };
  }
}

interface Parsed {
  yaml: Document;
  lines: LineCounter;
  value: unknown;
  problems: FoundProblem[];
}

function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const yaml: Document = parseDocument(text, { lineCounter: lines, schema: 'core', merge: false, prettyErrors: false });
  const problems = yamlMistakes(yaml, text).map(({ offset, text: said }): FoundProblem => {
    const { line, col } = lines.linePos(offset);
    return { file: FILE, line, column: col, place: '', text: said };
  });
  const isEmpty = yaml.contents === null || (isScalar(yaml.contents) && yaml.contents.value === null);
  if (isEmpty) problems.push(atTop('the document is empty: draft one with `drawbridge connector new`'));
  if (problems.length > 0) return { yaml, lines, value: null, problems };
  try {
    return { yaml, lines, value: yaml.toJS({ maxAliasCount: ALIASES_MAX }), problems };
  } catch (thrown) {
    return { yaml, lines, value: null, problems: [atTop(thrown instanceof Error ? thrown.message : 'not readable')] };
  }
}

/** Every value under a key, wherever in the document. */
function valuesOf(key: string, within: unknown): string[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([name, value]) =>
    name === key && typeof value === 'string' ? [value] : valuesOf(key, value),
  );
}

/** The derived types that requests name; a prefix that is not declared is found by the check. */
function typesOf(document: ConnectorDocument): QName[] {
  return valuesOf('type', [document.commands, document.soap, document.login?.session]).flatMap((written) => {
    const [prefix = '', local = ''] = written.split(':');
    const namespace = local === '' ? null : namespaceOf(prefix, document.namespaces);
    return namespace === null ? [] : [{ namespace, local }];
  });
}

type Services = Pick<Connector, 'services' | 'types'>;

/** What the WSDLs of a folder say about the operations that a document names; an operation may be missing. */
export async function loadServices(folder: string, document: ConnectorDocument): Promise<Services | Problem[]> {
  const services = new Map<string, ServiceShape>();
  const types = new Map<string, Content>();
  const problems: Problem[] = [];
  const operations = new Set(valuesOf('operation', [document.commands, document.login]));
  for (const [name, { wsdl, version }] of Object.entries(servicesOf(document))) {
    const loaded = await loadWsdl(folder, wsdl, { version, operations, types: typesOf(document) });
    if (loaded.ok) {
      services.set(name, loaded.value);
      for (const [key, content] of loaded.value.types) types.set(key, content);
    } else {
      const path = 'services' in document.soap ? ['soap', 'services', name, 'wsdl'] : ['soap', 'wsdl'];
      // The WSDL itself is named once; a schema that it imports stands behind it.
      const said = (loaded.error.detail ?? loaded.error.message).replace(`${wsdl}: ${wsdl}: `, `${wsdl}: `);
      problems.push({ path, text: said });
    }
  }
  return problems.length > 0 ? problems : { services, types };
}

/** What else a newer language has is unknown here: nothing more is said of such a document. */
function newerVersion(value: unknown): Problem | null {
  const version = typeof value === 'object' && value !== null && 'drawbridge' in value ? value.drawbridge : null;
  const { value: known } = ConnectorDocument.shape.drawbridge;
  if (typeof version !== 'string' || version === known || !/^connector\/\d{1,4}$/.test(version)) return null;
  const text = `this agent reads ${known}, and the document is ${version}: update the agent`;
  return { path: ['drawbridge'], text };
}

/** A document that fits its schema, and where its places stand in the file. */
interface ReadDocument {
  document: ConnectorDocument;
  found: (problem: Problem) => FoundProblem;
}

async function documentIn(folder: string): Promise<ReadDocument | FoundProblem[]> {
  const read = await readText(folder);
  if ('problem' in read) return [atTop(read.problem)];
  const { yaml, lines, value, problems } = parseYaml(read.text);
  if (problems.length > 0) return problems;
  const found = ({ path, text }: Problem): FoundProblem => ({
    file: FILE,
    ...positionOf(yaml, lines, path),
    place: path.join('.'),
    text,
  });
  const newer = newerVersion(value);
  if (newer !== null) return [found(newer)];
  const parsed = ConnectorDocument.safeParse(value, { error: plainWords });
  return parsed.success ? { document: parsed.data, found } : problemsOf(parsed.error.issues).map(found);
}

/** The document alone, which its WSDLs may contradict. Errors: connector.invalid. */
export async function readDocument(folder: string): Promise<Result<ConnectorDocument>> {
  const read = await documentIn(folder);
  return Array.isArray(read) ? invalid(read) : ok(read.document);
}

/** Reads a connector's folder and lists all that is wrong with it. Reads files of the folder only. */
export async function inspectConnector(folder: string): Promise<Inspection> {
  const read = await documentIn(folder);
  if (Array.isArray(read)) return refused(...read);
  const { document, found } = read;
  const loaded = await loadServices(folder, document);
  if (Array.isArray(loaded)) return refused(...loaded.map(found));
  const all = documentProblems(document, loaded.services, loaded.types);
  const said = (isWarning: boolean): FoundProblem[] => {
    const those = all.filter((problem) => (problem.isWarning ?? false) === isWarning).map(found);
    // A group that several commands share by its name (&rows, *rows) is told of once.
    const told = new Set<string>();
    return those.filter(({ line, column, text }) => {
      const once = `${line}:${column} ${text}`;
      return !told.has(once) && told.add(once);
    });
  };
  const mistakes = said(false);
  return {
    connector: mistakes.length === 0 ? { document, ...loaded } : null,
    problems: mistakes,
    warnings: said(true),
  };
}

const invalid = (problems: readonly FoundProblem[]) => {
  const all = problems.map(sayProblem).join(' | ');
  return fail(failure('connector.invalid', { detail: `${problems.length} problem(s): ${all}` }));
};

/** Errors: connector.invalid; detail lists the problems, as many as it holds. */
export async function loadConnector(folder: string): Promise<Result<Connector>> {
  const { connector, problems } = await inspectConnector(folder);
  return connector === null ? invalid(problems) : ok(connector);
}
