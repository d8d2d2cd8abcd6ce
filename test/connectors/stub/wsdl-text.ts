import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XmlElement } from 'libxml2-wasm';

/**
 * What a WSDL says about its operations, read with XPath: on purpose not with the agent's own reader, since this side
 * judges what that one made of it.
 */
export interface StubOperation {
  name: string;
  version: '1.1' | '1.2';
  style: 'document' | 'rpc';
  isEncoded: boolean;
  soapAction: string;
  /** Of the element in the body, of request and answer. */
  namespaces: { request: string; response: string };
  request: StubPart[];
  response: StubPart[];
  /** `{namespace}local` of the headers that the request may have. */
  headers: string[];
}
export interface StubPart {
  name: string;
  kind: 'element' | 'type';
  namespace: string;
  local: string;
}
/** One schema of the WSDL, as a document of its own. */
export interface InlineSchema {
  namespace: string;
  text: string;
}

const NS = {
  w: 'http://schemas.xmlsoap.org/wsdl/',
  x: 'http://www.w3.org/2001/XMLSchema',
  s11: 'http://schemas.xmlsoap.org/wsdl/soap/',
  s12: 'http://schemas.xmlsoap.org/wsdl/soap12/',
};

const elements = (from: XmlDocument | XmlElement, path: string): XmlElement[] =>
  from.find(path, NS).filter((node): node is XmlElement => node instanceof XmlElement);
const at = (element: XmlElement | undefined, name: string): string => element?.attr(name)?.value ?? '';
const localOf = (qname: string): string => qname.slice(qname.indexOf(':') + 1);

function resolved(element: XmlElement, qname: string): { namespace: string; local: string } {
  const prefix = qname.includes(':') ? (qname.split(':')[0] ?? '') : '';
  return { namespace: element.namespaces[prefix] ?? '', local: localOf(qname) };
}

function partsOf(document: XmlDocument, message: string): StubPart[] {
  return elements(document, `/w:definitions/w:message[@name="${message}"]/w:part`).map((part) => {
    const kind = at(part, 'element') === '' ? 'type' : 'element';
    return { name: at(part, 'name'), kind, ...resolved(part, at(part, kind)) };
  });
}

function operationsOf(document: XmlDocument): StubOperation[] {
  const operations: StubOperation[] = [];
  for (const [soap, version] of [
    ['s11', '1.1'],
    ['s12', '1.2'],
  ] as const) {
    for (const binding of elements(document, `/w:definitions/w:binding[${soap}:binding]`)) {
      const portType = localOf(at(binding, 'type'));
      const style = at(elements(binding, `${soap}:binding`)[0], 'style');
      for (const bound of elements(binding, 'w:operation')) {
        const name = at(bound, 'name');
        const [said] = elements(bound, `${soap}:operation`);
        const port = `/w:definitions/w:portType[@name="${portType}"]/w:operation[@name="${name}"]`;
        const messageOf = (way: string): string => localOf(at(elements(document, `${port}/w:${way}`)[0], 'message'));
        const bodyOf = (way: string): XmlElement | undefined => elements(bound, `w:${way}/${soap}:body`)[0];
        const headers = elements(bound, `w:input/${soap}:header`).map((header) => ({
          message: localOf(at(header, 'message')),
          part: at(header, 'part'),
        }));
        const inHeader = (message: string) => (part: StubPart) =>
          headers.some((header) => header.message === message && header.part === part.name);
        const [sent, given] = [messageOf('input'), messageOf('output')];
        operations.push({
          name,
          version,
          style: (at(said, 'style') || style) === 'rpc' ? 'rpc' : 'document',
          isEncoded: at(bodyOf('input'), 'use') === 'encoded',
          soapAction: at(said, 'soapAction'),
          namespaces: { request: at(bodyOf('input'), 'namespace'), response: at(bodyOf('output'), 'namespace') },
          request: partsOf(document, sent).filter((part) => !inHeader(sent)(part)),
          response: partsOf(document, given).filter((part) => !inHeader(given)(part)),
          headers: headers.flatMap(({ message, part }) =>
            partsOf(document, message)
              .filter((candidate) => candidate.name === part)
              .map(({ namespace, local }) => `{${namespace}}${local}`),
          ),
        });
      }
    }
  }
  return operations;
}

/** A schema within a WSDL uses prefixes that are declared around it. */
function schemasOf(document: XmlDocument): InlineSchema[] {
  return elements(document, '/w:definitions/w:types/x:schema').map((schema) => {
    const own = new Set(Object.keys(schema.nsDeclarations));
    for (const [prefix, uri] of Object.entries(schema.namespaces)) {
      if (!own.has(prefix) && prefix !== 'xml') schema.addNsDeclaration(uri, prefix === '' ? undefined : prefix);
    }
    return { namespace: at(schema, 'targetNamespace'), text: schema.toString() };
  });
}

export interface WsdlText {
  operations: StubOperation[];
  schemas: InlineSchema[];
  /** Schema files of the folder, by their path in it. */
  files: Record<string, Uint8Array>;
}

const xsdFiles = (folder: string, below = ''): string[] =>
  readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return xsdFiles(folder, path);
    return entry.name.endsWith('.xsd') ? [path] : [];
  });

/** Reads a WSDL with the schemas that lie beside it. */
export function readWsdl(folder: string, file: string): WsdlText {
  if (!existsSync(join(folder, file))) throw new Error(`there is no ${file}`);
  const document = XmlDocument.fromBuffer(readFileSync(join(folder, file)));
  try {
    const files = Object.fromEntries(xsdFiles(folder).map((path) => [path, readFileSync(join(folder, path))]));
    return { operations: operationsOf(document), schemas: schemasOf(document), files };
  } finally {
    document.dispose();
  }
}
