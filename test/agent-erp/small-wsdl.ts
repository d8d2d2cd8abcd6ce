/** WSDLs of invented ERPs, as small as a test needs them. */

export interface SmallOperation {
  name: string;
  /** Elements of the request's and the answer's sequence, as XML Schema; for rpc the parts, `name` → type, or `element t:Name`. */
  request: string | Record<string, string>;
  response: string | Record<string, string>;
  /** Elements of a declared SOAP header `Head`. */
  header?: boolean;
}

export interface SmallWsdl {
  operations: SmallOperation[];
  version?: '1.1' | '1.2';
  style?: 'document' | 'rpc-literal' | 'rpc-encoded';
  /** Global elements and types. */
  types?: string;
  qualified?: boolean;
  namespace?: string;
  /** How the WSDL itself calls its namespace. */
  prefix?: 't' | 'tns';
}

export const NS = 'urn:small-erp';

/** `el('No')`, `el('Amount', 'xsd:decimal', '0..n')` */
export function el(name: string, type = 'xsd:string', occurs = '1'): string {
  const [min = '1', max = min] = occurs.split('..');
  return `<xsd:element name="${name}" type="${type}" minOccurs="${min}" maxOccurs="${max === 'n' ? 'unbounded' : max}"/>`;
}

const wrapped = (name: string, content: string): string =>
  `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>${content}</xsd:sequence></xsd:complexType></xsd:element>`;

const partsOf = (content: string | Record<string, string>, element: string): string =>
  typeof content === 'string'
    ? `<wsdl:part name="body" element="t:${element}"/>`
    : Object.entries(content)
        .map(([name, type]) =>
          type.startsWith('element ')
            ? `<wsdl:part name="${name}" element="${type.slice('element '.length)}"/>`
            : `<wsdl:part name="${name}" type="${type}"/>`,
        )
        .join('');

export function smallWsdl(given: SmallWsdl): string {
  const {
    operations,
    version = '1.1',
    style = 'document',
    types = '',
    qualified = true,
    namespace = NS,
    prefix = 't',
  } = given;
  const soap = version === '1.1' ? 'http://schemas.xmlsoap.org/wsdl/soap/' : 'http://schemas.xmlsoap.org/wsdl/soap12/';
  const rpc = style !== 'document';
  const use = style === 'rpc-encoded' ? 'encoded' : 'literal';
  const body = rpc
    ? `<s:body use="${use}" namespace="${namespace}"${use === 'encoded' ? ' encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"' : ''}/>`
    : '<s:body use="literal"/>';
  const elements = operations
    .map(({ name, request, response }) =>
      [
        typeof request === 'string' ? wrapped(name, request) : '',
        typeof response === 'string' ? wrapped(`${name}Response`, response) : '',
      ].join(''),
    )
    .join('');
  const messages = operations
    .map(
      ({ name, request, response }) =>
        `<wsdl:message name="${name}In">${partsOf(request, name)}</wsdl:message>` +
        `<wsdl:message name="${name}Out">${partsOf(response, `${name}Response`)}</wsdl:message>`,
    )
    .join('');
  const ports = operations
    .map(
      ({ name }) =>
        `<wsdl:operation name="${name}"><wsdl:input message="t:${name}In"/><wsdl:output message="t:${name}Out"/></wsdl:operation>`,
    )
    .join('');
  const bound = operations
    .map(({ name, header }) => {
      const head = header === true ? '<s:header message="t:HeadMessage" part="head" use="literal"/>' : '';
      return (
        `<wsdl:operation name="${name}"><s:operation soapAction="urn:small:${name}"/>` +
        `<wsdl:input>${head}${body}</wsdl:input><wsdl:output>${body}</wsdl:output></wsdl:operation>`
      );
    })
    .join('');
  const hasHead = operations.some(({ header }) => header === true);
  const text = `<?xml version="1.0"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
  xmlns:s="${soap}" xmlns:t="${namespace}" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" targetNamespace="${namespace}">
<wsdl:types><xsd:schema targetNamespace="${namespace}" elementFormDefault="${qualified ? 'qualified' : 'unqualified'}">
${elements}${hasHead ? wrapped('Head', el('Session', 'xsd:string', '0..1') + el('Client', 'xsd:string', '0..1')) : ''}${types}</xsd:schema></wsdl:types>
${messages}${hasHead ? '<wsdl:message name="HeadMessage"><wsdl:part name="head" element="t:Head"/></wsdl:message>' : ''}
<wsdl:portType name="Port">${ports}</wsdl:portType>
<wsdl:binding name="Binding" type="t:Port"><s:binding style="${rpc ? 'rpc' : 'document'}" transport="http://schemas.xmlsoap.org/soap/http"/>${bound}</wsdl:binding>
<wsdl:service name="Service"><wsdl:port name="P" binding="t:Binding"><s:address location="http://127.0.0.1:9/"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
  return prefix === 't' ? text : text.replace(/(["'\s])t:/g, `$1${prefix}:`).replace('xmlns:t=', `xmlns:${prefix}=`);
}

const ENVELOPES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

/** An envelope with this body; `t:` is the namespace of the small WSDLs. */
export const soapOf = (body: string, version: '1.1' | '1.2' = '1.1', header = ''): string =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="${ENVELOPES[version]}" xmlns:t="${NS}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
  `${header === '' ? '' : `<e:Header>${header}</e:Header>`}<e:Body>${body}</e:Body></e:Envelope>`;

export const faultOf = (code: string, text: string): string =>
  soapOf(`<e:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring></e:Fault>`);
