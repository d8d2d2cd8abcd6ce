/**
 * An array is declared as a restriction that leaves nothing in it (SOAP 1.1, section 5.4.2; WSDL 1.1, section 2.2),
 * and everybody reads it as one of any elements: said here in a way that XML Schema understands.
 */
export const withArrays = (schema: string): string =>
  schema.replace(
    /<((?:[\w.-]+:)?)restriction(\s+base="[\w.-]+:Array"[\s\S]*?)<\/\1restriction>/g,
    '<$1extension$2</$1extension>',
  );

/** As much of the schema of SOAP 1.1's encoding (SOAP 1.1, section 5) as rpc/encoded services refer to. */
export const SOAP_ENCODING = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" targetNamespace="http://schemas.xmlsoap.org/soap/encoding/">
<xsd:attribute name="arrayType" type="xsd:string"/>
<xsd:attribute name="offset" type="xsd:string"/>
<xsd:attribute name="root" type="xsd:boolean"/>
<xsd:complexType name="Array">
<xsd:sequence><xsd:any namespace="##any" minOccurs="0" maxOccurs="unbounded" processContents="lax"/></xsd:sequence>
<xsd:attribute ref="e:offset"/>
<xsd:anyAttribute namespace="##other" processContents="lax"/>
</xsd:complexType>
</xsd:schema>`;
