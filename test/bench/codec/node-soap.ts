import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WSDL } from 'soap';
import { z } from 'zod';
import { CONNECTOR, SESSION } from './our-codec.ts';

/** The soap package's own encoding and decoding, by the same WSDL. It maps nothing and checks no contract. */
export interface NodeSoap {
  /** AuftragAnlegen, given in the ERP's words. */
  encode(request: object): string;
  /** Any answer; from bytes, since these come from the wire. */
  decode(bytes: Uint8Array): unknown;
}

const NAMESPACE = 'urn:kontor-erp:auftragsdienst:v3';
/** A client keeps its header as text, once it was given. */
const HEADER = `<k:Sitzung xmlns:k="${NAMESPACE}"><SitzungsNr>${SESSION}</SitzungsNr></k:Sitzung>`;
const Input = z.object({
  $name: z.string(),
  targetNSAlias: z.string(),
  targetNamespace: z.string(),
  $lookupType: z.string().optional(),
});

export async function openNodeSoap(): Promise<NodeSoap> {
  const path = join(CONNECTOR, 'kontor.wsdl');
  const text = await readFile(path, 'utf8');
  const wsdl = await new Promise<WSDL>((done, refuse) => {
    const opened = new WSDL(text, path, { disableCache: true });
    opened.onReady((error: Error | null) => (error ? refuse(error) : done(opened)));
  });
  const binding = wsdl.definitions.bindings.AuftragsDienstSoap;
  const input = Input.parse(binding?.methods?.AuftragAnlegen?.input);
  // As the package's client puts its envelope around the message.
  const before =
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" ' +
    `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${wsdl.xmlnsInEnvelope}><soap:Header>${HEADER}</soap:Header><soap:Body>`;
  return {
    encode(request) {
      const { $name, targetNSAlias, targetNamespace, $lookupType } = input;
      const message = wsdl.objectToDocumentXML($name, request, targetNSAlias, targetNamespace, $lookupType);
      return `${before}${message}</soap:Body></soap:Envelope>`;
    },
    decode: (bytes) => wsdl.xmlToObject(new TextDecoder().decode(bytes)),
  };
}
