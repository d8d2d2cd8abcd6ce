import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openErp } from '../../agent/erp/open.ts';
import type { Erp } from '../../agent/erp/port.ts';
import { LOGIN } from '../sandbox/erp/server.ts';
import { customer, LOGIN_ANSWER } from './wire.ts';

const CONNECTOR = join(import.meta.dirname, '../../agent/connectors/demo-erp');
const XML = 'text/xml; charset=utf-8';

/** Writes one answer, byte by byte if it likes, on a bare connection. `request` is the request's XML. */
export type Respond = (socket: Socket, request: string) => void;

/** An HTTP answer with these bytes. */
export function http(body: string | Buffer, type = XML, more: readonly string[] = []): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const head = ['HTTP/1.1 200 OK', `Content-Type: ${type}`, ...more, `Content-Length: ${bytes.length}`, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), bytes]);
}

/** An HTTP answer that is sent as it is. */
export const saying =
  (body: string | Buffer, type?: string, more?: readonly string[]): Respond =>
  (socket) =>
    socket.write(http(body, type, more));

/** The demo connector, linked to a server without manners: each answer is made by the test. */
export interface RawErp {
  erp: Erp;
  /** Requests that came, logins included. */
  requests: string[];
  /** How the next call is answered; after it, all is well again. */
  next(respond: Respond): void;
  /** The agent's side with another limit of its connector. */
  withAnswerBytes(answerBytesMax: number): Promise<Erp>;
  close(): Promise<void>;
}

const wholeRequest = (bytes: Buffer): { action: string; body: string } | null => {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = bytes.subarray(0, end).toString('latin1');
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  if (bytes.length < end + 4 + length) return null;
  return { action: /soapaction: "?([^"\r\n]*)/i.exec(head)?.[1] ?? '', body: bytes.subarray(end + 4).toString('utf8') };
};

export async function openRawErp(): Promise<RawErp> {
  const requests: string[] = [];
  const waiting: Respond[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => sockets.delete(socket));
    socket.on('close', () => sockets.delete(socket));
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const request = wholeRequest(bytes);
      if (request === null) return;
      bytes = Buffer.alloc(0);
      requests.push(request.body);
      if (request.action.endsWith(':Anmelden')) socket.write(http(LOGIN_ANSWER));
      else (waiting.shift() ?? saying(customer('Nordwind')))(socket, request.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const settings = { endpoint: `http://127.0.0.1:${address.port}/`, ...LOGIN };
  const opened: Erp[] = [];
  const folders: string[] = [];

  const open = async (connectorDir: string): Promise<Erp> => {
    const quiet = { info: () => undefined, warn: () => undefined };
    const erp = await openErp({ connectorDir, settings, log: quiet });
    if (!erp.ok) throw new Error(erp.error.detail ?? erp.error.code);
    opened.push(erp.value);
    return erp.value;
  };
  return {
    erp: await open(CONNECTOR),
    requests,
    next: (respond) => {
      waiting.push(respond);
    },
    async withAnswerBytes(answerBytesMax) {
      const folder = await mkdtemp(join(tmpdir(), 'raw-connector-'));
      folders.push(folder);
      await cp(CONNECTOR, folder, { recursive: true });
      const document = await readFile(join(folder, 'connector.yaml'), 'utf8');
      const changed = document.replace(/^limits:$/m, `limits:\n  answerBytesMax: ${answerBytesMax}`);
      await writeFile(join(folder, 'connector.yaml'), changed);
      return open(folder);
    },
    async close() {
      await Promise.all(opened.map((erp) => erp.close()));
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
