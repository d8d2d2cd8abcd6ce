/** A service of documents, in the shape of .NET: a namespace for each idea, in files that import each other. */

const XSD = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
export const DOC = 'http://strangers.test/dynamics/documents';
const schema = (target: string, body: string, prefixes = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?><xsd:schema ${XSD} ${target === '' ? '' : `targetNamespace="${DOC}/${target}"`} elementFormDefault="qualified" ${prefixes}>${body}</xsd:schema>`;
const ns = (...names: string[]): string =>
  names.map((name) => `xmlns:${name.toLowerCase()}="${DOC}/${name}"`).join(' ');
const load = (name: string, file: string): string =>
  `<xsd:import namespace="${DOC}/${name}" schemaLocation="${file}"/>`;
const el = (name: string, type: string, more = 'minOccurs="0"'): string =>
  `<xsd:element name="${name}" type="${type}" ${more}/>`;
const many = 'minOccurs="0" maxOccurs="unbounded"';
const seq = (name: string, body: string, after = ''): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${body}</xsd:sequence>${after}</xsd:complexType>`;
const message = (name: string, body: string): string =>
  `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>${body}</xsd:sequence></xsd:complexType></xsd:element>`;
const ref = (name: string): string => `<xsd:element ref="${name}"/>`;

const OPERATIONS = ['find', 'read', 'create', 'getChangedKeys'];
const capital = (name: string): string => `SalesOrderService${name.charAt(0).toUpperCase()}${name.slice(1)}`;

export const AX_FILES: Record<string, string> = {
  'xsd/messages.xsd': schema(
    'Services',
    load('QueryCriteria', 'criteria.xsd') +
      load('EntityKeyList', '../xsd/keys/list.xsd') +
      load('SalesOrder', 'sales-order.xsd') +
      message('SalesOrderServiceFindRequest', ref('querycriteria:QueryCriteria')) +
      message('SalesOrderServiceFindResponse', ref('salesorder:SalesOrder')) +
      message('SalesOrderServiceReadRequest', ref('entitykeylist:EntityKeyList')) +
      message('SalesOrderServiceReadResponse', ref('salesorder:SalesOrder')) +
      message('SalesOrderServiceCreateRequest', ref('salesorder:SalesOrder')) +
      message('SalesOrderServiceCreateResponse', ref('entitykeylist:EntityKeyList')) +
      message('SalesOrderServiceGetChangedKeysRequest', el('changedSince', 'xsd:dateTime')) +
      message('SalesOrderServiceGetChangedKeysResponse', ref('entitykeylist:EntityKeyList')),
    ns('QueryCriteria', 'EntityKeyList', 'SalesOrder'),
  ),
  'xsd/criteria.xsd': schema(
    'QueryCriteria',
    '<xsd:element name="QueryCriteria" type="querycriteria:QueryCriteria"/>' +
      seq('QueryCriteria', el('CriteriaElement', 'querycriteria:CriteriaElement', 'maxOccurs="unbounded"')) +
      seq(
        'CriteriaElement',
        el('DataSourceName', 'xsd:string', '') +
          el('FieldName', 'xsd:string', '') +
          el('Operator', 'querycriteria:Operator', '') +
          el('Value1', 'xsd:string', '') +
          el('Value2', 'xsd:string'),
      ) +
      '<xsd:simpleType name="Operator"><xsd:restriction base="xsd:string"><xsd:enumeration value="Equal"/><xsd:enumeration value="Range"/></xsd:restriction></xsd:simpleType>',
    ns('QueryCriteria'),
  ),
  'xsd/keys/list.xsd': schema(
    'EntityKeyList',
    load('EntityKey', 'key.xsd') +
      `<xsd:element name="EntityKeyList"><xsd:complexType><xsd:sequence><xsd:element ref="entitykey:EntityKey" ${many}/></xsd:sequence></xsd:complexType></xsd:element>`,
    ns('EntityKey'),
  ),
  'xsd/keys/key.xsd': schema(
    'EntityKey',
    '<xsd:include schemaLocation="../shared/chameleon.xsd"/>' +
      message(
        'EntityKey',
        `<xsd:element name="KeyData"><xsd:complexType><xsd:sequence>${el('KeyField', 'entitykey:KeyField', many)}</xsd:sequence></xsd:complexType></xsd:element>`,
      ),
    ns('EntityKey'),
  ),
  'xsd/shared/chameleon.xsd': schema(
    '',
    seq('KeyField', el('Field', 'xsd:string', '') + el('Value', 'xsd:string', '')),
  ),
  'xsd/sales-order.xsd': schema(
    'SalesOrder',
    `<xsd:element name="SalesOrder"><xsd:complexType><xsd:sequence>${el('DocPurpose', 'xsd:string')}${el('SalesTable', 'salesorder:SalesTable', many)}</xsd:sequence></xsd:complexType></xsd:element>` +
      seq(
        'SalesTable',
        el('_DocumentHash', 'xsd:string') +
          [
            'CurrencyCode',
            'CustAccount',
            'CustomerRef',
            'DeliveryDate',
            'PurchOrderFormNum',
            'SalesId',
            'SalesStatus',
            'ConfirmedOn',
            'SumNet',
          ]
            .map((name) => el(name, 'xsd:string', 'minOccurs="0" nillable="true"'))
            .join('') +
          el('SalesLine', 'salesorder:SalesLine', many),
        '<xsd:attribute name="class" type="xsd:string" use="required" fixed="entity"/><xsd:attribute name="action" type="xsd:string"/>',
      ) +
      seq(
        'SalesLine',
        el('ItemId', 'xsd:string') +
          el('LineNum', 'xsd:decimal') +
          el('SalesPrice', 'xsd:decimal') +
          el('SalesQty', 'xsd:decimal') +
          el('RemainSalesPhysical', 'xsd:decimal') +
          el('SalesUnit', 'xsd:string') +
          el('LineAmount', 'xsd:decimal'),
        '<xsd:attribute name="class" type="xsd:string" use="required"/>',
      ),
    ns('SalesOrder'),
  ),
  'xsd/context.xsd': schema(
    'Context',
    `<xsd:element name="CallContext" nillable="true"><xsd:complexType><xsd:sequence>${el('Company', 'xsd:string')}${el('Language', 'xsd:string')}${el('MessageId', 'xsd:string')}</xsd:sequence></xsd:complexType></xsd:element>`,
  ),
};

export const AX_WSDL = `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" ${XSD} xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:m="${DOC}/Services" xmlns:c="${DOC}/Context" xmlns:tns="${DOC}/Wsdl" targetNamespace="${DOC}/Wsdl">
<wsdl:types><xsd:schema targetNamespace="${DOC}/Imports"><xsd:import namespace="${DOC}/Services" schemaLocation="xsd/messages.xsd"/><xsd:import namespace="${DOC}/Context" schemaLocation="xsd/context.xsd"/></xsd:schema></wsdl:types>
${OPERATIONS.map(
  (
    name,
  ) => `<wsdl:message name="${name}In"><wsdl:part name="parameters" element="m:${capital(name)}Request"/></wsdl:message>
<wsdl:message name="${name}Out"><wsdl:part name="parameters" element="m:${capital(name)}Response"/></wsdl:message>
<wsdl:message name="${name}Head"><wsdl:part name="context" element="c:CallContext"/></wsdl:message>`,
).join('')}
<wsdl:portType name="SalesOrderService">${OPERATIONS.map((name) => `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}In"/><wsdl:output message="tns:${name}Out"/></wsdl:operation>`).join('')}</wsdl:portType>
<wsdl:binding name="Http" type="tns:SalesOrderService"><soap12:binding transport="http://schemas.xmlsoap.org/soap/http"/>${OPERATIONS.map(
  (name) =>
    `<wsdl:operation name="${name}"><soap12:operation soapAction="${DOC}/Services/SalesOrderService/${name}" style="document"/><wsdl:input><soap12:header message="tns:${name}Head" part="context" use="literal"/><soap12:body use="literal"/></wsdl:input><wsdl:output><soap12:body use="literal"/></wsdl:output></wsdl:operation>`,
).join('')}</wsdl:binding>
</wsdl:definitions>`;
