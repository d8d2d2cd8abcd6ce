import { expect, it } from 'vitest';
import { ask, meet, type Stranger, sent } from './stranger.ts';

/** What XML Schema can say and most WSDLs do not: substitutes, repeated choices, qualified attributes, wildcards. */
const NS = 'urn:odd';
const WSDL = `<?xml version="1.0" encoding="ISO-8859-1"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="${NS}" targetNamespace="${NS}">
<wsdl:types><xsd:schema targetNamespace="${NS}" elementFormDefault="qualified" attributeFormDefault="qualified">
<xsd:element name="Suche"><xsd:complexType><xsd:sequence>
  <xsd:element ref="t:criterion" maxOccurs="unbounded"/>
  <xsd:choice minOccurs="1" maxOccurs="unbounded"><xsd:element name="Feld" type="xsd:string"/><xsd:element name="Sicht" type="xsd:string"/></xsd:choice>
  <xsd:element name="Länge" type="t:menge"/>
</xsd:sequence><xsd:attribute name="mandant" type="xsd:string" use="required"/></xsd:complexType></xsd:element>
<xsd:element name="criterion" abstract="true"/>
<xsd:element name="byKey" substitutionGroup="t:criterion" type="xsd:string"/>
<xsd:element name="byText" substitutionGroup="t:criterion" type="xsd:string"/>
<xsd:complexType name="menge"><xsd:simpleContent><xsd:extension base="xsd:decimal"><xsd:attribute name="einheit" type="xsd:string"/></xsd:extension></xsd:simpleContent></xsd:complexType>
<xsd:element name="SucheAntwort"><xsd:complexType><xsd:sequence><xsd:element ref="t:party" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="party" abstract="true"/>
<xsd:element name="firma" substitutionGroup="t:party"><xsd:complexType><xsd:sequence><xsd:element name="Straße" type="xsd:string" minOccurs="0"/><xsd:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence><xsd:attribute name="nr" type="xsd:string"/><xsd:attribute name="name" type="xsd:string"/></xsd:complexType></xsd:element>
</xsd:schema></wsdl:types>
<wsdl:message name="In"><wsdl:part name="p" element="t:Suche"/></wsdl:message><wsdl:message name="Out"><wsdl:part name="p" element="t:SucheAntwort"/></wsdl:message>
<wsdl:portType name="P"><wsdl:operation name="Suche"><wsdl:input message="t:In"/><wsdl:output message="t:Out"/></wsdl:operation></wsdl:portType>
<wsdl:binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/><wsdl:operation name="Suche"><s:operation soapAction="urn:Suche"/><wsdl:input><s:body use="literal"/></wsdl:input><wsdl:output><s:body use="literal"/></wsdl:output></wsdl:operation></wsdl:binding>
</wsdl:definitions>`;
const DOCUMENT = {
  soap: { wsdl: 'odd.wsdl' },
  formats: { number: { type: 'decimal', separator: '.' } },
  commands: {
    'customer.search': {
      operation: 'Suche',
      request: {
        '@mandant': { const: '100' },
        byText: { from: 'text' },
        Feld: [{ const: 'name' }, { const: 'ort' }],
        Länge: { fields: { '.': { const: '5' }, '@einheit': { const: 'km' } } },
      },
      answer: {
        customers: {
          each: 'firma',
          fields: {
            customerId: { path: '@nr' },
            name: { path: '@name' },
            street: { path: 'Straße' },
            currency: { path: 'Waehrung' },
            onHold: { const: false },
          },
        },
      },
    },
  },
};
const linked = (answer: string): Promise<Stranger> =>
  meet(
    { document: DOCUMENT, wsdls: { 'odd.wsdl': Buffer.from(WSDL, 'latin1') } },
    () =>
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="${NS}"><e:Body><t:SucheAntwort>${answer}</t:SucheAntwort></e:Body></e:Envelope>`,
  );

it('a substitute is sent in the place of what it stands for, and attributes as their schema qualifies them', async () => {
  const erp = await linked(
    '<t:firma t:nr="7" t:name="Süd &amp; Co"><t:Straße>Am Tor</t:Straße><Waehrung>EUR</Waehrung></t:firma>',
  );
  expect(await ask(erp, 'customer.search', { by: 'name', text: 'Süd' })).toMatchObject({
    customers: [{ customerId: '7', name: 'Süd & Co', street: 'Am Tor', currency: 'EUR' }],
  });
  expect(erp.invalid).toEqual([]);
  const [call] = erp.calls;
  expect(call && sent(call, 'byText')).toBe('Süd');
});
