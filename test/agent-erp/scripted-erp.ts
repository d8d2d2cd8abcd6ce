import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { inspectConnector, sayProblem } from '../../agent/erp/connector/load.ts';
import { openErp } from '../../agent/erp/open.ts';
import type { Erp } from '../../agent/erp/port.ts';

/** One call as it came. */
export interface Exchange {
  path: string;
  /** The operation, by the SOAPAction or the action of SOAP 1.2. */
  operation: string;
  headers: IncomingHttpHeaders;
  body: string;
  socket: Socket;
}
export interface Reply {
  status?: number;
  type?: string;
  body: string | Buffer;
  headers?: Record<string, string | string[]>;
}
/** What the ERP answers; `cut` breaks the connection after the request was read. */
export type Script = (call: Exchange, count: number) => Reply | string | 'cut' | Promise<Reply | string>;

export interface ScriptedErp {
  erp: Erp;
  /** The connector's folder, with its WSDLs. */
  folder: string;
  endpoint: string;
  /** Calls that came, in order. */
  calls: Exchange[];
  /** The names of the operations that were called. */
  operations(): string[];
  close(): Promise<void>;
}

export interface Scripted {
  /** The connector document, without what every test has in common. */
  document: Record<string, unknown>;
  wsdls: Record<string, string | Uint8Array>;
  /** `{origin}` is the server's own. */
  settings?: Record<string, string>;
  tls?: ServerOptions;
  ca?: string;
}

const BASE = {
  drawbridge: 'connector/1',
  name: 'small',
  title: 'Small ERP',
  version: '1.0.0',
  owner: 'Tests',
  soap: { wsdl: 'small.wsdl' },
  settings: { endpoint: { about: 'Address' } },
  limits: { concurrentReads: 4, callTimeoutMs: 5000 },
  verdict: {},
};

/** Writes the connector's folder. Settings of the document are those of the base and its own. */
export async function connectorFolder({ document, wsdls }: Pick<Scripted, 'document' | 'wsdls'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'scripted-'));
  const settings = { ...BASE.settings, ...(document.settings as object | undefined) };
  const limits = { ...BASE.limits, ...(document.limits as object | undefined) };
  await writeFile(join(folder, 'connector.yaml'), stringify({ ...BASE, ...document, settings, limits }));
  for (const [file, text] of Object.entries(wsdls)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

const operationOf = ({ soapaction, 'content-type': type }: IncomingHttpHeaders): string =>
  (String(soapaction ?? '') || (/action="([^"]*)"/.exec(type ?? '')?.[1] ?? '')).replace(/"/g, '').replace(/^.*:/, '');

/** An ERP of a test's own making behind a real HTTP server, and the agent's side linked to it. */
export async function openScripted(scripted: Scripted, script: Script): Promise<ScriptedErp> {
  const calls: Exchange[] = [];
  const sockets = new Set<Socket>();
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { headers, url = '', socket } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      const call = { path: url, operation: operationOf(headers), headers, body, socket };
      calls.push(call);
      const reply = await script(call, calls.filter(({ operation }) => operation === call.operation).length);
      if (reply === 'cut') return socket.destroy();
      const {
        status = 200,
        type = 'text/xml; charset=utf-8',
        body: bytes,
        headers: more = {},
      } = typeof reply === 'string' ? { body: reply } : reply;
      response.writeHead(status, { 'content-type': type, ...more }).end(bytes);
    });
  };
  const server = scripted.tls === undefined ? createServer(serve) : createTlsServer(scripted.tls, serve);
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => sockets.delete(socket));
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const scheme = scripted.tls === undefined ? 'http' : 'https';
  const folder = await connectorFolder(scripted);
  const inspected = await inspectConnector(folder);
  if (inspected.connector === null) throw new Error(inspected.problems.map(sayProblem).join('\n'));
  const quiet = { info: () => undefined, warn: () => undefined };
  const origin = `${scheme}://127.0.0.1:${address.port}`;
  const given = Object.entries({ endpoint: '{origin}/erp', ...scripted.settings });
  const settings = Object.fromEntries(given.map(([name, value]) => [name, value.replace('{origin}', origin)]));
  const erp = await openErp({ connectorDir: folder, settings, log: quiet, ca: scripted.ca });
  if (!erp.ok) throw new Error(erp.error.detail ?? erp.error.code);
  return {
    erp: erp.value,
    folder,
    endpoint: `${origin}/erp`,
    calls,
    operations: () => calls.map(({ operation }) => operation),
    async close() {
      await erp.value.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const waits = new AbortController().signal;
/** Reads a customer, the shortest question there is. */
export const askCustomer = (erp: Erp) => erp.read('customer.read', { customerId: 'C1' as never }, waits);
