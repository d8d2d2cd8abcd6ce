import http from 'node:http';
import https from 'node:https';
import type { HttpAnswer } from './answer.ts';

/**
 * One POST to the ERP. The point of this file is to know whether the request can have been received:
 *   T1  nothing is handed to the socket before it is connected (and TLS is agreed), so a failure until then is
 *       `not-sent`: proof that no byte of the request left
 *   T2  every later failure is `lost`, however early it looks
 *   T3  writes get a fresh connection each: a kept-alive one that the ERP just closed would put an order in doubt
 *   T4  no redirect is followed, no proxy is used, and reading stops at the size limit
 */
export type Delivery =
  | { kind: 'answered'; http: HttpAnswer }
  | { kind: 'not-sent'; cause: 'unreachable' | 'timed-out' | 'aborted' | 'too-late'; detail: string }
  | { kind: 'lost'; cause: 'timed-out' | 'aborted' | 'broken' | 'broken-answer'; detail: string; reused: boolean }
  | { kind: 'too-large'; detail: string };

export interface Post {
  soapAction: string;
  body: string;
  effect: 'read' | 'write';
  timeoutMs: number;
  signal: AbortSignal;
  /** Asked once the connection stands, before the first byte. */
  mayStart: () => boolean;
}

export interface Transport {
  /** Never throws. */
  post(post: Post): Promise<Delivery>;
  close(): void;
}

export interface TransportOptions {
  endpoint: URL;
  socketsMax: number;
  answerBytesMax: number;
  /** PEM of a private certificate authority, in place of the system's. */
  ca?: string | undefined;
}

const describe = (error: Error): string =>
  'code' in error && error.code ? String(error.code) : error.message.slice(0, 200);

/** Calls `ready` once the socket can carry the request. */
function whenReady(request: http.ClientRequest, secure: boolean, ready: () => void): void {
  request.once('socket', (socket) => {
    if (request.reusedSocket) ready();
    else if (secure) socket.once('secureConnect', ready);
    else if (socket.connecting) socket.once('connect', ready);
    else ready();
  });
}

/** The answer's type. Two of them, or bytes that are still packed, are no type that anybody takes. */
function typeOf({ headers, headersDistinct }: http.IncomingMessage): string {
  if (headers['content-encoding']) return 'compressed';
  const types = headersDistinct['content-type'] ?? [];
  return types.length > 1 ? 'several types' : (types[0] ?? '');
}

function attempt(options: TransportOptions, agent: http.Agent, post: Post): Promise<Delivery> {
  return new Promise((resolve) => {
    const secure = options.endpoint.protocol === 'https:';
    const bytes = Buffer.from(post.body, 'utf8');
    let handedOver = false;
    let answering = false;
    let settled = false;

    const request = (secure ? https : http).request(options.endpoint, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        'content-length': bytes.length,
        accept: 'text/xml',
        soapaction: `"${post.soapAction}"`,
      },
    });
    const settle = (delivery: Delivery): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      post.signal.removeEventListener('abort', abort);
      resolve(delivery);
      if (delivery.kind !== 'answered') request.destroy();
    };
    const lose = (cause: 'timed-out' | 'aborted' | 'broken' | 'broken-answer', detail: string): void =>
      settle({ kind: 'lost', cause, detail, reused: request.reusedSocket });
    const stop = (cause: 'timed-out' | 'aborted', detail: string): void => {
      if (handedOver) lose(cause, detail);
      else settle({ kind: 'not-sent', cause, detail });
    };
    const timer = setTimeout(() => stop('timed-out', `no answer within ${post.timeoutMs} ms`), post.timeoutMs);
    const abort = (): void => stop('aborted', 'nobody waits any more');
    const broken = (error: Error): void => {
      const detail = describe(error);
      if (!handedOver) settle({ kind: 'not-sent', cause: 'unreachable', detail });
      else lose(answering || detail.startsWith('HPE_') ? 'broken-answer' : 'broken', detail);
    };
    // Stays for the socket's life: an error after the end must not bring the process down.
    request.on('error', broken);
    request.on('response', (response) => {
      answering = true;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > options.answerBytesMax) {
          settle({ kind: 'too-large', detail: `more than ${options.answerBytesMax} bytes` });
        } else chunks.push(chunk);
      });
      response.on('error', broken);
      response.on('aborted', () => broken(new Error('the answer ended early')));
      response.on('end', () => {
        if (!response.complete) return broken(new Error('the answer ended early'));
        const contentType = typeOf(response);
        settle({
          kind: 'answered',
          http: { status: response.statusCode ?? 0, contentType, body: Buffer.concat(chunks) },
        });
      });
    });
    whenReady(request, secure, () => {
      if (settled) return;
      if (!post.mayStart()) return settle({ kind: 'not-sent', cause: 'too-late', detail: 'the go is void' });
      handedOver = true;
      request.end(bytes);
    });
    if (post.signal.aborted) abort();
    else post.signal.addEventListener('abort', abort, { once: true });
  });
}

export function openTransport(options: TransportOptions): Transport {
  const secure = options.endpoint.protocol === 'https:';
  const tls: https.AgentOptions = options.ca === undefined ? {} : { ca: options.ca };
  const sockets = { maxSockets: options.socketsMax, maxFreeSockets: options.socketsMax };
  const kept = secure
    ? new https.Agent({ ...tls, ...sockets, keepAlive: true, minVersion: 'TLSv1.2' })
    : new http.Agent({ ...sockets, keepAlive: true });
  const fresh = secure
    ? new https.Agent({ ...tls, ...sockets, keepAlive: false, minVersion: 'TLSv1.2' })
    : new http.Agent({ ...sockets, keepAlive: false });
  return {
    async post(post) {
      const first = await attempt(options, post.effect === 'write' ? fresh : kept, post);
      // A read on a kept-alive connection that the ERP had closed meanwhile is worth one more, on a fresh one.
      const stale = post.effect === 'read' && first.kind === 'lost' && first.cause === 'broken' && first.reused;
      return stale ? attempt(options, fresh, post) : first;
    },
    close() {
      kept.destroy();
      fresh.destroy();
    },
  };
}
