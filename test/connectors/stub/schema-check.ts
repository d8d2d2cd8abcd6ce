import {
  XmlBufferInputProvider,
  XmlDocument,
  type XmlElement,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { SOAP_ENCODING, withArrays } from './soap-encoding.ts';
import type { StubOperation, StubPart, WsdlText } from './wsdl-text.ts';

/**
 * A real XSD validator (libxml2) over all schemas of a WSDL. For rpc the schemas do not have the element around the
 * parts: it is declared here, as the binding says.
 */
export interface SchemaCheck {
  /** What is wrong with an element of a body or a header; empty if it is valid. */
  problemsOf(element: XmlElement): string[];
  close(): void;
}

const provider = new XmlBufferInputProvider({});
xmlRegisterInputProvider(provider);
let count = 0;

const ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function wrapper(name: string, parts: readonly StubPart[], prefixes: Map<string, string>, isEncoded: boolean): string {
  const inner = parts
    .map(({ name: part, kind, namespace, local }) => {
      const type = `${prefixes.get(namespace)}:${local}`;
      return kind === 'element'
        ? `<xsd:element ref="${type}"/>`
        : `<xsd:element name="${part}" type="${type}" nillable="true"/>`;
    })
    .join('');
  const lax = isEncoded ? '<xsd:anyAttribute namespace="##other" processContents="lax"/>' : '';
  return `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>${inner}</xsd:sequence>${lax}</xsd:complexType></xsd:element>`;
}

/** The elements around the parts of rpc messages, by namespace. */
function wrappersOf(operations: readonly StubOperation[]): Map<string, Map<string, [StubPart[], boolean]>> {
  const byNamespace = new Map<string, Map<string, [StubPart[], boolean]>>();
  const add = (namespace: string, name: string, parts: StubPart[], isEncoded: boolean): void => {
    const names = byNamespace.get(namespace) ?? new Map<string, [StubPart[], boolean]>();
    // An overloaded operation is known by its first form.
    if (!names.has(name)) names.set(name, [parts, isEncoded]);
    byNamespace.set(namespace, names);
  };
  for (const { name, style, namespaces, request, response, isEncoded } of operations) {
    if (style !== 'rpc') continue;
    add(namespaces.request, name, request, isEncoded);
    add(namespaces.response, `${name}Response`, response, isEncoded);
  }
  return byNamespace;
}

/** @throws Error where the schemas themselves are wrong */
export function openSchemaCheck({ operations, schemas, files }: WsdlText): SchemaCheck {
  count += 1;
  const base = `/stub-${count}`;
  const added: string[] = [];
  const add = (path: string, content: string | Uint8Array): string => {
    provider.addBuffer(`${base}/${path}`, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    added.push(`${base}/${path}`);
    return `${base}/${path}`;
  };
  for (const [path, bytes] of Object.entries(files)) add(path, bytes);
  const wrappers = wrappersOf(operations);
  const namespaces = new Set([...schemas.map(({ namespace }) => namespace), ...wrappers.keys()]);
  const isEncoded = operations.some((operation) => operation.isEncoded);
  const imports: string[] = isEncoded
    ? [`<xsd:import namespace="${ENCODING}" schemaLocation="${add('encoding.xsd', SOAP_ENCODING)}"/>`]
    : [];
  let number = 0;
  for (const namespace of namespaces) {
    number += 1;
    const includes = schemas.flatMap((schema, index) =>
      schema.namespace === namespace
        ? [`<xsd:include schemaLocation="${add(`inline-${index}.xsd`, withArrays(schema.text))}"/>`]
        : [],
    );
    const own = wrappers.get(namespace) ?? new Map<string, [StubPart[], boolean]>();
    const used = new Set([...own.values()].flatMap(([parts]) => parts.map((part) => part.namespace)));
    const prefixes = new Map([...used].map((uri, index) => [uri, `p${index}`]));
    const declared = [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${escaped(uri)}"`).join('');
    const foreign = [...used]
      .filter((uri) => uri !== namespace && !uri.endsWith('/XMLSchema'))
      .map((uri) => `<xsd:import namespace="${escaped(uri)}"/>`);
    const elements = [...own].map(([name, [parts, encoded]]) => wrapper(name, parts, prefixes, encoded));
    const target = namespace === '' ? '' : ` targetNamespace="${escaped(namespace)}"`;
    const path = add(
      `of-${number}.xsd`,
      `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"${declared}${target}>${includes.join('')}${foreign.join('')}${elements.join('')}</xsd:schema>`,
    );
    const named = namespace === '' ? '' : ` namespace="${escaped(namespace)}"`;
    imports.push(`<xsd:import${named} schemaLocation="${path}"/>`);
  }
  const main = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:stub:all">${imports.join('')}</xsd:schema>`;
  const document = XmlDocument.fromString(main, { url: `${base}/main.xsd` });
  try {
    const validator = XsdValidator.fromDoc(document);
    return {
      problemsOf: (element) => problemsWith(validator, element),
      close: () => validator.dispose(),
    };
  } finally {
    document.dispose();
    for (const path of added) provider.removeBuffer(path);
  }
}

function problemsWith(validator: XsdValidator, element: XmlElement): string[] {
  try {
    validator.validate(element);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return thrown.message
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
}
