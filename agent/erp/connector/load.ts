import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { ConnectorDocument } from '#contracts/connector';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import type { ServiceShape } from '../soap/shapes.ts';
import { loadWsdl } from '../soap/wsdl.ts';
import { documentProblems } from './check.ts';
import type { Problem } from './problem.ts';

/** A connector that was checked against its own WSDL and the contract. */
export interface Connector {
  document: ConnectorDocument;
  service: ServiceShape;
}
/** `connector` is null where there is any problem. Each problem has its line, e.g. `connector.yaml:12 formats.date: …`. */
export interface Inspection {
  connector: Connector | null;
  problems: string[];
}

const FILE = 'connector.yaml';
/** 256 KiB: the demo connector has 9 KiB. */
const DOCUMENT_BYTES_MAX = 256 * 1024;
/** Aliases save repeating a row's fields; more of them only serve to blow a document up. */
const ALIASES_MAX = 50;

type Read = { text: string } | { problem: string };

async function readText(folder: string): Promise<Read> {
  try {
    const file = await open(join(folder, FILE));
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(DOCUMENT_BYTES_MAX + 1), 0, DOCUMENT_BYTES_MAX + 1, 0);
      if (bytesRead > DOCUMENT_BYTES_MAX) return { problem: `larger than ${DOCUMENT_BYTES_MAX} bytes` };
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead)) };
    } finally {
      await file.close();
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'not readable as UTF-8';
    return { problem: `cannot be read: ${code}` };
  }
}

/** The line of a place, or of the nearest place around it that is in the file. */
function lineOf(yaml: Document, lines: LineCounter, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = yaml.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function parseYaml(text: string): { yaml: Document; lines: LineCounter; value: unknown; problems: string[] } {
  const lines = new LineCounter();
  const yaml: Document = parseDocument(text, { lineCounter: lines, schema: 'core', merge: false, prettyErrors: false });
  const problems = [...yaml.errors, ...yaml.warnings].map(
    (error) => `${FILE}:${lines.linePos(error.pos[0]).line} ${error.message}`,
  );
  if (problems.length > 0) return { yaml, lines, value: null, problems };
  try {
    return { yaml, lines, value: yaml.toJS({ maxAliasCount: ALIASES_MAX }), problems };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'not readable';
    return { yaml, lines, value: null, problems: [`${FILE}:1 ${reason}`] };
  }
}

/** Reads a connector's folder and lists all that is wrong with it. Reads files of the folder only. */
export async function inspectConnector(folder: string): Promise<Inspection> {
  const read = await readText(folder);
  if ('problem' in read) return { connector: null, problems: [`${FILE} ${read.problem}`] };
  const { yaml, lines, value, problems } = parseYaml(read.text);
  if (problems.length > 0) return { connector: null, problems };
  const say = ({ path, text }: Problem): string => `${FILE}:${lineOf(yaml, lines, path)} ${path.join('.')}: ${text}`;
  const parsed = ConnectorDocument.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => say({ path: path.map(String), text: message }));
    return { connector: null, problems: issues };
  }
  const document = parsed.data;
  const service = await loadWsdl(folder, document.soap.wsdl);
  if (!service.ok) {
    return {
      connector: null,
      problems: [say({ path: ['soap', 'wsdl'], text: service.error.detail ?? service.error.message })],
    };
  }
  const found = [...new Set(documentProblems(document, service.value).map(say))];
  return { connector: found.length === 0 ? { document, service: service.value } : null, problems: found };
}

/** Errors: connector.invalid; detail lists the problems, as many as it holds. */
export async function loadConnector(folder: string): Promise<Result<Connector>> {
  const { connector, problems } = await inspectConnector(folder);
  if (connector !== null) return ok(connector);
  return fail(failure('connector.invalid', { detail: `${problems.length} problem(s): ${problems.join(' | ')}` }));
}
