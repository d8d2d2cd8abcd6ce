import { createConnection, type Socket } from 'node:net';

/**
 * A lean HTTP/1.1 client over kept connections: the generator must not be what is measured. It understands what the
 * servers of this bench send: a status, a length or chunks, a body in UTF-8. One call at a time on each connection.
 */

export interface HttpAnswer {
  status: number;
  body: string;
}

/** 35 s: beyond every limit of what is measured; a call that takes longer is a defect. */
const CALL_MS_MAX = 35_000;

class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | null = null;
  closed = false;
  /** Answers had. A connection that was used before may be closed by the server at any moment while it is idle. */
  answers = 0;
  /** Some of an answer is there: the request was received. */
  get begun(): boolean {
    return this.#received.length > 0;
  }

  constructor(origin: URL) {
    this.#socket = createConnection({ host: origin.hostname, port: Number(origin.port), noDelay: true });
    this.#socket.setTimeout(CALL_MS_MAX, () => this.#socket.destroy(new Error(`no answer within ${CALL_MS_MAX} ms`)));
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#end(error));
    this.#socket.on('close', () => this.#end(new Error('the server closed the connection')));
  }

  call(request: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new Error('the connection is closed'));
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const answer = wholeAnswer(this.#received);
    if (answer === null) return;
    this.#received = Buffer.alloc(0);
    this.answers += 1;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(answer);
  }

  #end(error: Error): void {
    this.closed = true;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

/** The answer once all of it is there. */
export function wholeAnswer(received: Buffer): HttpAnswer | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = received.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + 4;
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return received.length < end ? null : { status, body: received.toString('utf8', start, end) };
  }
  if (/^transfer-encoding: *chunked/im.test(head)) return chunkedAnswer(received, start, status);
  return { status, body: '' };
}

function chunkedAnswer(received: Buffer, start: number, status: number): HttpAnswer | null {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = received.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(received.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (received.length < next) return null;
    if (size === 0) return { status, body: Buffer.concat(parts).toString('utf8') };
    parts.push(received.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

export interface HttpCall {
  method: string;
  /** Path and query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Calls to one origin, over as many connections as there are calls at once. */
export class HttpClient {
  readonly #origin: URL;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();

  constructor(origin: string) {
    this.#origin = new URL(origin);
  }

  /** Rejects where the connection breaks; a kept one that was closed while idle is replaced once, as HTTP clients do (RFC 9112, 9.3.1). */
  async call({ method, path, headers = {}, body = '' }: HttpCall): Promise<HttpAnswer> {
    const lines = [`${method} ${path} HTTP/1.1`, `host: ${this.#origin.host}`];
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body !== '') lines.push(`content-length: ${Buffer.byteLength(body)}`);
    return this.#send(`${lines.join('\r\n')}\r\n\r\n${body}`, this.#take());
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  async #send(request: string, connection: Connection): Promise<HttpAnswer> {
    try {
      const answer = await connection.call(request);
      this.#idle.push(connection);
      return answer;
    } catch (error) {
      this.#all.delete(connection);
      connection.close();
      if (connection.answers === 0 || connection.begun) throw error;
      return this.#send(request, this.#fresh());
    }
  }

  #take(): Connection {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.closed) return idle;
      this.#all.delete(idle);
    }
    return this.#fresh();
  }

  #fresh(): Connection {
    const connection = new Connection(this.#origin);
    this.#all.add(connection);
    return connection;
  }
}
