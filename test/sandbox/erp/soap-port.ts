import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { readBody } from './bodies.ts';
import { type Ending, faulty } from './endings.ts';
import { readRequest } from './envelope.ts';
import type { Kontor } from './kontor.ts';
import { childText } from './xml-tree.ts';

export const PATH = '/dienst/auftrag';
const HOST = '127.0.0.1';
/** Beyond any order of 999 positions. */
const BODY_BYTES_MAX = 1_048_576;
/** A caller that sends its request slower than this is cut off. */
const REQUEST_MS = 30_000;
/** Longer than any pool of a caller keeps an idle connection, so that none is closed under a request. */
const IDLE_MS = 75_000;

/**
 * The SOAP port: listening ⇄ down. Down refuses new connections and closes idle ones; calls under way still get their
 * answer. Up listens on the same port again. Dropping connections is a restart's part and works in both states.
 */
export class SoapPort {
  readonly #kontor: Kontor;
  readonly #wsdl: Buffer;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port: number;

  constructor(kontor: Kontor, wsdl: Buffer, port: number) {
    this.#kontor = kontor;
    this.#wsdl = wsdl;
    this.#port = port;
  }

  get endpoint(): string {
    return `http://${HOST}:${this.#port}${PATH}`;
  }

  /** Listens; rejects where the port is taken. Harmless while listening. */
  async up(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer((request, response) => void this.#serve(request, response));
    server.requestTimeout = REQUEST_MS;
    server.keepAliveTimeout = IDLE_MS;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    try {
      this.#port = await listen(server, this.#port);
    } catch (error) {
      this.#server = null;
      throw error;
    }
  }

  down(): void {
    this.#server?.close();
    this.#server?.closeIdleConnections();
    this.#server = null;
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '/', `http://${HOST}`);
    if (url?.pathname !== PATH) return plain(response, 404, 'There is no service at this address.');
    if (request.method === 'GET' && url.search.toLowerCase() === '?wsdl') {
      response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': this.#wsdl.length });
      response.end(this.#wsdl);
      return;
    }
    if (request.method !== 'POST') return plain(response, 405, 'Only POST.');
    const type = /^text\/xml\s*(?:;\s*charset="?([\w-]+)"?\s*)?$/i.exec(request.headers['content-type'] ?? '');
    if (type === null || (type[1] ?? 'utf-8').toLowerCase() !== 'utf-8') {
      return plain(response, 415, 'Only text/xml in UTF-8.');
    }
    const body = await readBody(request, BODY_BYTES_MAX);
    if (body === 'broken-off') return;
    if (body === 'too-large') return plain(response, 413, 'The request is too large.');
    if (body === 'not-text') return this.#end(response, faulty('Client', 'Request is not UTF-8'), () => {});
    const action = request.headers.soapaction;
    const sent = typeof action === 'string' && action !== '' && action !== '""' ? action : null;
    const read = readRequest(body.text, sent, this.#kontor.world.shapes);
    if ('fault' in read) return this.#end(response, faulty('Client', read.fault), () => {});
    const { operation, body: content } = read.request;
    const leave = this.#kontor.stats.begin(operation, childText(content, 'KundenNr') || null);
    response.once('close', leave);
    this.#end(response, await this.#kontor.answer(read.request), leave);
  }

  #end(response: ServerResponse, ending: Ending, leave: () => void): void {
    if (ending.kind === 'silence') return;
    leave();
    if (ending.kind === 'drop') {
      response.socket?.destroy();
      return;
    }
    if (this.#server === null) response.setHeader('connection', 'close');
    response.writeHead(ending.status, { 'content-type': ending.contentType, 'content-length': ending.body.length });
    response.end(ending.body);
  }
}

/** Closes the connection too: what is left of the request is not read. */
function plain(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(sentence);
}

/** @returns the port that was given, where 0 was asked for */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
