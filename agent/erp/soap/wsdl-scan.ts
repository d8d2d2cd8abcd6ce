import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { charsetOf } from './decode.ts';
import { noSchemas, SchemaReader, type Schemas, XSD } from './schema-nodes.ts';
import type { QName } from './shapes.ts';

/**
 * Reads the WSDL and every file that it leads to:
 *   W1  nothing is fetched: an import with an address, and a path outside the folder, is refused
 *   W2  number, size and depth of the files are bounded, a DTD is refused
 */
const FILES_MAX = 200;
/** 16 MiB: the largest WSDL we know has 2.7 MB in 47 files. */
const BYTES_MAX = 16 * 1024 * 1024;
/** Real schemas nest some 15 tags deep. */
const DEPTH_MAX = 100;

export interface BoundOperation {
  name: string;
  soapAction: string;
  style: string;
  use: string;
  /** Of the element around the parts, for rpc. */
  namespaces: { input: string; output: string };
  headers: { message: string; part: string }[];
}
export interface Binding {
  portType: string;
  soapVersion: '1.1' | '1.2' | null;
  style: string;
  operations: BoundOperation[];
}
export interface MessagePart {
  name: string;
  /** Null for a part that names a type (rpc). */
  element: QName | null;
  type: QName | null;
}
export interface WsdlScan {
  bindings: Binding[];
  messages: Map<string, MessagePart[]>;
  /** Port type → operation → local names of its messages. */
  portTypes: Map<string, Map<string, { input: string; output: string }>>;
  schemas: Schemas;
}

/** A file that another one leads to. */
interface Lead {
  location: string;
  /** The namespace that it takes on where it has none: that of the schema that includes it. */
  adopted: string;
}

export class WsdlRefused extends Error {}

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const SOAP_VERSIONS: Record<string, '1.1' | '1.2'> = {
  'http://schemas.xmlsoap.org/wsdl/soap/': '1.1',
  'http://schemas.xmlsoap.org/wsdl/soap12/': '1.2',
};
const IMPORTING = new Set(['import', 'include', 'redefine']);

/** Tools save WSDLs in UTF-16, and old servers serve them in Latin-1: names with umlauts are names all the same. */
function textOf(bytes: Uint8Array): string {
  const charset = charsetOf('', bytes);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new WsdlRefused(`bytes that are not ${charset}`);
  }
}

const localOf = (qname: string): string => qname.slice(qname.indexOf(':') + 1);

/** Notes what one file says; returns the files that it leads to. */
function scanText(text: string, scan: WsdlScan, adopted: string): Lead[] {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const schema = new SchemaReader(scan.schemas, adopted, (prefix) => parser.resolve(prefix));
  const leads: Lead[] = [];
  const path: string[] = [];
  let binding: Binding | undefined;
  let operation: BoundOperation | undefined;
  let message: MessagePart[] | undefined;
  let portType: Map<string, { input: string; output: string }> | undefined;
  let ported: { input: string; output: string } | undefined;

  const inWsdl = (local: string, at: (name: string) => string): void => {
    if (local === 'message') {
      message = [];
      scan.messages.set(at('name'), message);
    } else if (local === 'portType') {
      portType = new Map();
      scan.portTypes.set(at('name'), portType);
    } else if (local === 'binding') {
      binding = { portType: localOf(at('type')), soapVersion: null, style: 'document', operations: [] };
      scan.bindings.push(binding);
    } else if (local === 'part' && message !== undefined) {
      const qname = (text: string): QName | null => {
        const prefix = text.includes(':') ? (text.split(':')[0] ?? '') : '';
        return text === '' ? null : { namespace: parser.resolve(prefix) ?? '', local: localOf(text) };
      };
      message.push({ name: at('name'), element: qname(at('element')), type: qname(at('type')) });
    } else if (local === 'operation') {
      if (path.at(-1) === 'portType') {
        ported = { input: '', output: '' };
        portType?.set(at('name'), ported);
      } else if (path.at(-1) === 'binding') {
        operation = {
          name: at('name'),
          soapAction: '',
          style: '',
          use: '',
          namespaces: { input: '', output: '' },
          headers: [],
        };
        binding?.operations.push(operation);
      }
    } else if ((local === 'input' || local === 'output') && path.at(-2) === 'portType' && ported !== undefined) {
      ported[local] = localOf(at('message'));
    }
  };
  const inSoap = (version: '1.1' | '1.2', local: string, at: (name: string) => string): void => {
    if (local === 'binding' && binding !== undefined) {
      binding.soapVersion = version;
      binding.style = at('style') || 'document';
    } else if (operation === undefined) return;
    else if (local === 'operation') {
      operation.soapAction = at('soapAction');
      operation.style = at('style');
    } else if (local === 'body') {
      if (operation.use !== 'encoded') operation.use = at('use');
      const direction = path.at(-1);
      if (direction === 'input' || direction === 'output') operation.namespaces[direction] = at('namespace');
    } else if (local === 'header' && path.at(-1) === 'input') {
      operation.headers.push({ message: localOf(at('message')), part: at('part') });
    }
  };

  parser.on('error', (error) => {
    throw new WsdlRefused(`not XML: ${error.message.slice(0, 200)}`);
  });
  parser.on('doctype', () => {
    throw new WsdlRefused('has a DTD');
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    const at = (name: string): string => tag.attributes[name]?.value ?? '';
    if ((tag.uri === XSD || tag.uri === WSDL) && IMPORTING.has(tag.local)) {
      const location = at('schemaLocation') || at('location');
      if (location !== '') leads.push({ location, adopted: tag.local === 'import' ? '' : schema.namespace });
    }
    schema.open(tag);
    const version = SOAP_VERSIONS[tag.uri];
    if (tag.uri === WSDL) inWsdl(tag.local, at);
    else if (version !== undefined) inSoap(version, tag.local, at);
    path.push(tag.local);
    if (path.length > DEPTH_MAX) throw new WsdlRefused(`nests deeper than ${DEPTH_MAX} tags`);
  });
  parser.on('closetag', () => {
    path.pop();
    schema.close();
  });
  parser.write(text).close();
  return leads;
}

/**
 * Reads the WSDL and all that it imports from `folder`.
 * @throws WsdlRefused, with the reason for a person
 */
export async function scanWsdl(folder: string, file: string): Promise<WsdlScan> {
  const scan: WsdlScan = { bindings: [], messages: new Map(), portTypes: new Map(), schemas: noSchemas() };
  const root = await realpath(folder);
  const seen = new Set<string>();
  const waiting: Lead[] = [{ location: resolve(root, file), adopted: '' }];
  let bytes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { location: path, adopted } = next;
    const label = relative(root, path);
    const real = await realpath(path).catch(() => null);
    if (real === null) throw new WsdlRefused(`${label}: there is no such file`);
    if (!real.startsWith(root + sep)) throw new WsdlRefused(`${label}: is outside the connector's folder`);
    // One file may be included by schemas of several namespaces, and is part of each.
    const once = `${real} ${adopted}`;
    if (seen.has(once)) continue;
    seen.add(once);
    bytes += (await stat(real)).size;
    if (seen.size > FILES_MAX || bytes > BYTES_MAX) throw new WsdlRefused('the WSDL and its imports are too large');
    try {
      const text = textOf(await readFile(real));
      for (const { location, adopted: by } of scanText(text, scan, adopted)) {
        if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(location)) {
          const mend = 'save it beside the WSDL and write its file name there';
          throw new WsdlRefused(`imports ${location.slice(0, 120)}: only files of the folder may be imported; ${mend}`);
        }
        waiting.push({ location: resolve(dirname(real), location), adopted: by });
      }
    } catch (thrown) {
      if (thrown instanceof WsdlRefused) throw new WsdlRefused(`${label}: ${thrown.message}`);
      throw thrown;
    }
  }
  return scan;
}
