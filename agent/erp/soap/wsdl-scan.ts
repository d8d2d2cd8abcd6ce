import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { QName } from './shapes.ts';

/**
 * A first look at the WSDL and every file that it leads to, before anything else may open them:
 *   W1  nothing is fetched: an import with an address, and a path outside the folder, is refused
 *   W2  number and size of the files are bounded, a DTD is refused
 * It also notes the bindings, because the soap package mixes up the SOAP versions of two ports.
 */
const FILES_MAX = 200;
/** 16 MiB: the largest WSDL we know has 2.7 MB in 47 files. */
const BYTES_MAX = 16 * 1024 * 1024;

export interface BoundOperation {
  name: string;
  soapAction: string;
  style: string;
  use: string;
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
}
export interface WsdlScan {
  bindings: Binding[];
  messages: Map<string, MessagePart[]>;
  /** Port type → operation → local names of its messages. */
  portTypes: Map<string, Map<string, { input: string; output: string }>>;
}

export class WsdlRefused extends Error {}

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const XSD = 'http://www.w3.org/2001/XMLSchema';
const SOAP_VERSIONS: Record<string, '1.1' | '1.2'> = {
  'http://schemas.xmlsoap.org/wsdl/soap/': '1.1',
  'http://schemas.xmlsoap.org/wsdl/soap12/': '1.2',
};
const IMPORTING = new Set(['import', 'include', 'redefine']);

const localOf = (qname: string): string => qname.slice(qname.indexOf(':') + 1);

/** Notes what one file says; returns the files that it leads to. */
function scanText(text: string, scan: WsdlScan): string[] {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const locations: string[] = [];
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
      const [element, prefix] = [at('element'), at('element').split(':')[0] ?? ''];
      const namespace = parser.resolve(element.includes(':') ? prefix : '') ?? '';
      message.push({ name: at('name'), element: element === '' ? null : { namespace, local: localOf(element) } });
    } else if (local === 'operation') {
      if (path.at(-1) === 'portType') {
        ported = { input: '', output: '' };
        portType?.set(at('name'), ported);
      } else if (path.at(-1) === 'binding') {
        operation = { name: at('name'), soapAction: '', style: '', use: '', headers: [] };
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
      if (location !== '') locations.push(location);
    }
    const version = SOAP_VERSIONS[tag.uri];
    if (tag.uri === WSDL) inWsdl(tag.local, at);
    else if (version !== undefined) inSoap(version, tag.local, at);
    path.push(tag.local);
  });
  parser.on('closetag', () => {
    path.pop();
  });
  parser.write(text).close();
  return locations;
}

/**
 * Reads the WSDL and all that it imports from `folder`.
 * @throws WsdlRefused, with the reason for a person
 */
export async function scanWsdl(folder: string, file: string): Promise<WsdlScan> {
  const scan: WsdlScan = { bindings: [], messages: new Map(), portTypes: new Map() };
  const root = await realpath(folder);
  const seen = new Set<string>();
  const waiting = [resolve(root, file)];
  let bytes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const label = relative(root, next);
    const real = await realpath(next).catch(() => null);
    if (real === null) throw new WsdlRefused(`${label}: there is no such file`);
    if (!real.startsWith(root + sep)) throw new WsdlRefused(`${label}: is outside the connector's folder`);
    if (seen.has(real)) continue;
    seen.add(real);
    bytes += (await stat(real)).size;
    if (seen.size > FILES_MAX || bytes > BYTES_MAX) throw new WsdlRefused('the WSDL and its imports are too large');
    try {
      for (const location of scanText((await readFile(real, 'utf8')).replace(/^\ufeff/, ''), scan)) {
        if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(location)) {
          throw new WsdlRefused(`imports ${location.slice(0, 120)}: only files of the folder may be imported`);
        }
        waiting.push(resolve(dirname(real), location));
      }
    } catch (thrown) {
      if (thrown instanceof WsdlRefused) throw new WsdlRefused(`${label}: ${thrown.message}`);
      throw thrown;
    }
  }
  return scan;
}
