import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { HttpAnswer } from './answer.ts';
import { headersOf, type SoapVersion } from './envelope.ts';
import type { NtlmLogin } from './ntlm.ts';

/**
 * One POST to the ERP. The point of this file is to know whether the request can have been received:
 *   T1  nothing is handed to the socket before it is connected (and TLS is agreed), so a failure until then is
 *       `not-sent`: proof that no byte of the request left
 *   T2  every later failure is `lost`, however early it looks
 *   T3  writes get a fresh connection each: a kept-alive one that the ERP just closed would put an order in doubt
 *   T4  no redirect is followed, no proxy is used, and reading stops at the size limit
 *   T5  a login of the connection (NTLM) is settled by a message without a body, before the request is handed over
 */
export type Delivery =
  | { kind: 'answered'; http: HttpAnswer }
  | { kind: 'not-sent'; cause: 'unreachable' | 'timed-out' | 'aborted' | 'too-late' | 'refused-login'; detail: string }
  | { kind: 'lost'; cause: 'timed-out' | 'aborted' | 'broken' | 'broken-answer'; detail: string; reused: boolean }
  | { kind: 'too-large'; detail: string };

export interface Post {
  soapAction: string;
  /** 1.1 if left out. */
  soapVersion?: SoapVersion;
  /** Added to the endpoint's address. */
  path?: string;
  /** HTTP headers beside those of SOAP. */
  headers?: Record<string, string>;
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
  /** A client certificate, as PEM. */
  certificate?: { cert: string; key: string; passphrase?: string | undefined } | undefined;
  ntlm?: NtlmLogin | undefined;
}

/** A cookie's name and value, without what it says about itself. */
const bareCookie = (header: string): string => (header.split(';')[0] ?? '').trim();

/** Where a request goes, as node:http takes it. */
interface Address {
  hostname: string;
  port: number | string;
  path: string;
}

const addresses = new WeakMap<URL, Address>();
/** The address of one call: what is added stays within the server that the settings name. */
function addressOf(endpoint: URL, path: string | undefined): Address {
  if (path !== undefined && path !== '') {
    const added = new URL(endpoint);
    const [route = '', query] = path.split('?');
    added.pathname = `${added.pathname.replace(/\/$/, '')}${route}`;
    if (query !== undefined) added.search = query;
    return splitAddress(added);
  }
  const known = addresses.get(endpoint) ?? splitAddress(endpoint);
  addresses.set(endpoint, known);
  return known;
}

function splitAddress(address: URL): Address {
  const { hostname, port, path } = urlToHttpOptions(address);
  return { hostname: hostname ?? '', port: port ?? '', path: path ?? '/' };
}

const describe = (error: Error): string =>
  'code' in error && error.code ? String(error.code) : error.message.slice(0, 200);

/** Connections that were ready once. A request that waited in the pool may get one, and node:http does not say that it is not new. */
const wereReady = new WeakSet<object>();

/** Calls `ready` once the socket can carry the request. */
function whenReady(request: http.ClientRequest, secure: boolean, ready: () => void): void {
  request.once('socket', (socket) => {
    if (wereReady.has(socket)) {
      request.reusedSocket = true;
      return ready();
    }
    const first = (): void => {
      wereReady.add(socket);
      ready();
    };
    if (secure) socket.once('secureConnect', first);
    else if (socket.connecting) socket.once('connect', first);
    else first();
  });
}

/** The answer's type. Two of them, or bytes that are still packed, are no type that anybody takes. */
function typeOf({ headers, headersDistinct }: http.IncomingMessage): string {
  if (headers['content-encoding']) return 'compressed';
  const types = headersDistinct['content-type'] ?? [];
  return types.length > 1 ? 'several types' : (types[0] ?? '');
}

function attempt(options: TransportOptions, agent: http.Agent, post: Post, authorization?: string): Promise<Delivery> {
  return new Promise((resolve) => {
    const secure = options.endpoint.protocol === 'https:';
    let handedOver = false;
    let answering = false;
    let settled = false;

    const request = (secure ? https : http).request({
      ...addressOf(options.endpoint, post.path),
      method: 'POST',
      agent,
      headers: {
        ...post.headers,
        ...(authorization === undefined ? {} : { authorization }),
        ...headersOf(post.soapVersion ?? '1.1', post.soapAction),
        'content-length': Buffer.byteLength(post.body, 'utf8'),
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
    // What Node closes by itself, such as an answer of another protocol (101), comes with no error. An answer that has
    // begun tells its own end, which may come after this.
    request.on('close', () => {
      if (!answering) broken(new Error('closed without an answer'));
    });
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
        const cookies = (response.headers['set-cookie'] ?? []).map(bareCookie);
        const challenge = response.headers['www-authenticate'];
        settle({
          kind: 'answered',
          http: {
            status: response.statusCode ?? 0,
            contentType,
            body: Buffer.concat(chunks),
            ...(cookies.length > 0 ? { cookies } : {}),
            ...(challenge === undefined ? {} : { challenge }),
          },
        });
      });
    });
    whenReady(request, secure, () => {
      if (settled) return;
      if (!post.mayStart()) return settle({ kind: 'not-sent', cause: 'too-late', detail: 'the go is void' });
      handedOver = true;
      // As text, so that head and body leave in one write.
      request.end(post.body, 'utf8');
    });
    if (post.signal.aborted) abort();
    else post.signal.addEventListener('abort', abort, { once: true });
  });
}

/** One request on a connection of its own that was logged in first. Each step of it counts against the limit. */
async function withNtlm(options: TransportOptions, login: NtlmLogin, agent: http.Agent, post: Post): Promise<Delivery> {
  const { ntlmOpening, ntlmReply } = await import('./ntlm.ts');
  // Without a body nothing can be done by it, so whatever becomes of it proves that the request did not leave.
  const opening = await attempt(options, agent, { ...post, body: '', mayStart: () => true }, ntlmOpening(login));
  if (opening.kind === 'not-sent') return opening;
  if (opening.kind !== 'answered') {
    const cause = opening.kind === 'lost' && opening.cause !== 'broken-answer' ? opening.cause : 'broken';
    return { kind: 'not-sent', cause: cause === 'broken' ? 'unreachable' : cause, detail: `NTLM: ${opening.detail}` };
  }
  const reply = ntlmReply(login, opening.http.challenge);
  if (!reply.ok) return { kind: 'not-sent', cause: 'refused-login', detail: reply.problem };
  return attempt(options, agent, post, reply.authorization);
}

export function openTransport(options: TransportOptions): Transport {
  const secure = options.endpoint.protocol === 'https:';
  const tls: https.AgentOptions = {
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.certificate ?? {}),
  };
  const sockets = { maxSockets: options.socketsMax, maxFreeSockets: options.socketsMax };
  const kept = secure
    ? new https.Agent({ ...tls, ...sockets, keepAlive: true, minVersion: 'TLSv1.2' })
    : new http.Agent({ ...sockets, keepAlive: true });
  const fresh = secure
    ? new https.Agent({ ...tls, ...sockets, keepAlive: false, minVersion: 'TLSv1.2' })
    : new http.Agent({ ...sockets, keepAlive: false });
  return {
    async post(post) {
      if (options.ntlm !== undefined) {
        const one = { keepAlive: true, maxSockets: 1 };
        const own = secure ? new https.Agent({ ...tls, ...one, minVersion: 'TLSv1.2' }) : new http.Agent(one);
        return withNtlm(options, options.ntlm, own, post).finally(() => own.destroy());
      }
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
