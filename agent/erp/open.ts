import { readFile } from 'node:fs/promises';
import type { ConnectorDocument } from '#contracts/connector';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { lackingSettings } from '../lacking-settings.ts';
import { type Connector, loadConnector } from './connector/load.ts';
import { servicesOf } from './connector/prepare.ts';
import type { Erp, ErpLog } from './port.ts';
import { openTransport, type Transport, type TransportOptions } from './soap/transport.ts';
import { openSoapErp, type SoapErpParts } from './soap-erp.ts';

export interface OpenErp {
  /** The folder with connector.yaml and its WSDLs. */
  connectorDir: string;
  /** A value for every setting that the document names; others are not looked at. */
  settings: Record<string, string>;
  log: ErpLog;
  /** PEM of the certificate authority of the ERP's own server, where it is a private one. */
  ca?: string | undefined;
  /** Puts something around each service's transport: to watch, to hold back, or to answer in its place. */
  around?: ((transport: Transport, service: string) => Transport) | undefined;
  /** Given the connector once it is checked; what it gives back is told of every answer that says yes. */
  watch?: ((connector: Connector) => SoapErpParts['seen']) | undefined;
}

const invalid = (detail: string) => fail(failure('connector.invalid', { detail }));

function endpointOf(name: string, text: string): Result<URL> {
  if (!URL.canParse(text)) return invalid(`the setting ${name} is not an address`);
  const endpoint = new URL(text);
  if (endpoint.protocol !== 'http:' && endpoint.protocol !== 'https:')
    return invalid(`the setting ${name} must be http or https`);
  if (endpoint.username !== '' || endpoint.password !== '')
    return invalid(`the setting ${name} must not carry a login`);
  return ok(endpoint);
}

/** PEM text as it is, or that of the file that the setting names. */
async function pemOf(name: string, text: string): Promise<Result<string>> {
  if (text.includes('-----BEGIN ')) return ok(text);
  try {
    const pem = await readFile(text, 'utf8');
    return pem.includes('-----BEGIN ') ? ok(pem) : invalid(`the setting ${name} names a file that is not PEM`);
  } catch {
    return invalid(`the setting ${name} is neither PEM nor a file that can be read`);
  }
}

type LoginOptions = Pick<TransportOptions, 'certificate' | 'ntlm'>;

async function loginOf({ login }: ConnectorDocument, settings: Record<string, string>): Promise<Result<LoginOptions>> {
  const options: LoginOptions = {};
  const value = (name: string | undefined): string => (name === undefined ? '' : (settings[name] ?? ''));
  if (login?.http?.type === 'ntlm') {
    const { user, password, domain, workstation } = login.http;
    options.ntlm = {
      user: value(user),
      password: value(password),
      domain: value(domain),
      workstation: value(workstation),
    };
  }
  if (login?.certificate !== undefined) {
    const { certificate, key, passphrase } = login.certificate;
    const cert = await pemOf(certificate, value(certificate));
    if (!cert.ok) return cert;
    const secret = await pemOf(key, value(key));
    if (!secret.ok) return secret;
    options.certificate = {
      cert: cert.value,
      key: secret.value,
      ...(passphrase === undefined ? {} : { passphrase: value(passphrase) }),
    };
  }
  return ok(options);
}

/**
 * Opens the ERP that a connector's folder describes. Reads files only: the ERP is not called before it is asked.
 * Errors: connector.invalid with all that is wrong in detail, agent.config-invalid where a setting is missing or empty;
 * never with a setting's value.
 */
export async function openErp({ connectorDir, settings, log, ca, around, watch }: OpenErp): Promise<Result<Erp>> {
  const connector = await loadConnector(connectorDir);
  if (!connector.ok) return connector;
  const { document } = connector.value;
  const named = Object.keys(document.settings);
  const lacking = lackingSettings(named, settings);
  if (lacking.length > 0) return fail(failure('agent.config-invalid', { detail: lacking.join('; ') }));
  const given = Object.fromEntries(named.map((name) => [name, settings[name] ?? '']));
  const login = await loginOf(document, given);
  if (!login.ok) return login;
  const { concurrentReads, answerBytesMax } = document.limits;
  const transports = new Map<string, Transport>();
  for (const [name, { endpoint }] of Object.entries(servicesOf(document))) {
    const address = endpointOf(endpoint, given[endpoint] ?? '');
    if (!address.ok) return address;
    const options = { endpoint: address.value, socketsMax: concurrentReads, answerBytesMax, ca, ...login.value };
    const transport = openTransport(options);
    transports.set(name, around === undefined ? transport : around(transport, name));
  }
  const nowMs = (): number => performance.now();
  const parts = {
    connector: connector.value,
    settings: given,
    transports,
    log,
    nowMs,
    epochMs: Date.now,
    seen: watch?.(connector.value),
  };
  return ok(openSoapErp(parts));
}
