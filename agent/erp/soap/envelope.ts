/** The two versions of SOAP, as far as they differ on the wire. */
export type SoapVersion = '1.1' | '1.2';

export const ENVELOPE: Record<SoapVersion, string> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

/** The HTTP headers that carry type and action. The action is quoted, as both versions have it. */
export function headersOf(version: SoapVersion, action: string): Record<string, string> {
  if (version === '1.1') {
    return { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', soapaction: `"${action}"` };
  }
  const named = action === '' ? '' : `; action="${action}"`;
  return { 'content-type': `application/soap+xml; charset=utf-8${named}`, accept: 'application/soap+xml, text/xml' };
}
