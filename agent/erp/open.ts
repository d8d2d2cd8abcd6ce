import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { loadConnector } from './connector/load.ts';
import type { Erp, ErpLog } from './port.ts';
import { openTransport } from './soap/transport.ts';
import { openSoapErp } from './soap-erp.ts';

export interface OpenErp {
  /** The folder with connector.yaml and its WSDL. */
  connectorDir: string;
  /** A value for every setting that the document names; others are not looked at. */
  settings: Record<string, string>;
  log: ErpLog;
  /** PEM of the certificate authority of the ERP's own server, where it is a private one. */
  ca?: string | undefined;
}

function endpointOf(text: string): URL | string {
  if (!URL.canParse(text)) return 'the setting endpoint is not an address';
  const endpoint = new URL(text);
  if (endpoint.protocol !== 'http:' && endpoint.protocol !== 'https:')
    return 'the setting endpoint must be http or https';
  if (endpoint.username !== '' || endpoint.password !== '') return 'the setting endpoint must not carry a login';
  return endpoint;
}

/**
 * Opens the ERP that a connector's folder describes. Reads files only: the ERP is not called before it is asked.
 * Errors: connector.invalid with all that is wrong in detail; never with a setting's value.
 */
export async function openErp({ connectorDir, settings, log, ca }: OpenErp): Promise<Result<Erp>> {
  const connector = await loadConnector(connectorDir);
  if (!connector.ok) return connector;
  const { document } = connector.value;
  const named = Object.keys(document.settings);
  const missing = named.filter((name) => !Object.hasOwn(settings, name) || settings[name] === '');
  if (missing.length > 0) {
    return fail(failure('connector.invalid', { detail: `these settings are missing: ${missing.join(', ')}` }));
  }
  const endpoint = endpointOf(settings.endpoint ?? '');
  if (typeof endpoint === 'string') return fail(failure('connector.invalid', { detail: endpoint }));
  const given = Object.fromEntries(named.map((name) => [name, settings[name] ?? '']));
  const { concurrentReads, concurrentWrites, answerBytesMax } = document.limits;
  const socketsMax = concurrentReads + concurrentWrites;
  const transport = openTransport({ endpoint, socketsMax, answerBytesMax, ca });
  return ok(
    openSoapErp({ connector: connector.value, settings: given, transport, log, nowMs: () => performance.now() }),
  );
}
