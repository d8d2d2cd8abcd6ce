import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openTransport, type Post, type Transport } from './transport.ts';

const open: { server: Server; sockets: Set<Socket> }[] = [];
const transports: Transport[] = [];

afterEach(async () => {
  for (const transport of transports.splice(0)) transport.close();
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => sockets.delete(socket));
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
const serveHttp = (listener: RequestListener): Promise<number> => listen(createServer(listener));
const serveTcp = (listener: (socket: Socket) => void): Promise<number> => listen(createTcpServer(listener));

function transportTo(port: number, scheme: 'http' | 'https' = 'http'): Transport {
  const endpoint = new URL(`${scheme}://127.0.0.1:${port}/service`);
  const transport = openTransport({ endpoint, socketsMax: 2, answerBytesMax: 1000 });
  transports.push(transport);
  return transport;
}
const post = (more: Partial<Post> = {}): Post => ({
  soapAction: 'urn:a',
  body: '<a>ü</a>',
  effect: 'write',
  timeoutMs: 5000,
  signal: new AbortController().signal,
  mayStart: () => true,
  ...more,
});

it('sends one POST with the action, and gives status, type and bytes as they came', async () => {
  const seen: unknown[] = [];
  const port = await serveHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push([method, url, headers.soapaction, headers['content-type'], Buffer.concat(chunks).toString('utf8')]);
      response.writeHead(500, { 'content-type': 'text/xml' }).end('<x/>');
    });
  });
  const delivery = await transportTo(port).post(post());
  expect(seen).toEqual([['POST', '/service', '"urn:a"', 'text/xml; charset=utf-8', '<a>ü</a>']]);
  expect(delivery).toEqual({
    kind: 'answered',
    http: { status: 500, contentType: 'text/xml', body: Buffer.from('<x/>') },
  });
});

describe('proof that no byte left', () => {
  it('nobody listens', async () => {
    const port = await serveTcp(() => undefined);
    const listening = open.pop();
    await new Promise((resolve) => listening?.server.close(resolve));
    expect(await transportTo(port).post(post())).toMatchObject({ kind: 'not-sent', cause: 'unreachable' });
  });
  it('TLS is not agreed, whatever the other side does', async () => {
    const heard: string[] = [];
    const plain = await serveTcp((socket) => {
      socket.on('data', (bytes) => {
        heard.push(bytes.toString('latin1'));
        socket.end('HTTP/1.1 200 OK\r\n\r\n');
      });
    });
    expect(await transportTo(plain, 'https').post(post())).toMatchObject({ kind: 'not-sent', cause: 'unreachable' });
    const silent = await serveTcp((socket) => socket.on('data', (bytes) => heard.push(bytes.toString('latin1'))));
    expect(await transportTo(silent, 'https').post(post({ timeoutMs: 100 }))).toMatchObject({
      kind: 'not-sent',
      cause: 'timed-out',
    });
    expect(heard.join('')).not.toContain('POST');
  });
  it('the go is void once the connection stands', async () => {
    const heard: string[] = [];
    const port = await serveTcp((socket) => socket.on('data', (bytes) => heard.push(bytes.toString())));
    expect(await transportTo(port).post(post({ mayStart: () => false }))).toMatchObject({
      kind: 'not-sent',
      cause: 'too-late',
    });
    expect(heard).toEqual([]);
  });
  it('given up before it began', async () => {
    const heard: string[] = [];
    const port = await serveTcp((socket) => socket.on('data', (bytes) => heard.push(bytes.toString())));
    expect(await transportTo(port).post(post({ signal: AbortSignal.abort() }))).toMatchObject({ kind: 'not-sent' });
    expect(heard).toEqual([]);
  });
});

describe('once a byte may have left, it is lost', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    ['the connection breaks', (socket) => socket.destroy(), 'broken'],
    ['the answer is not HTTP', (socket) => socket.end('garbage\r\n\r\n'), 'broken-answer'],
    [
      'the answer ends early',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<a>'),
      'broken-answer',
    ],
    ['the answer stops', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<a>'), 'timed-out'],
    ['nothing comes', () => undefined, 'timed-out'],
  ])('%s', async (_name, answer, cause) => {
    let requests = 0;
    const port = await serveTcp((socket) => {
      socket.once('data', () => {
        requests += 1;
        answer(socket);
      });
    });
    expect(await transportTo(port).post(post({ timeoutMs: 300 }))).toMatchObject({ kind: 'lost', cause });
    expect(requests).toBe(1);
  });
});

describe('an answer of another protocol (101), which nobody asked for,', () => {
  const SWITCHED = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  /** Far beyond what a test may take: only the end of the connection can settle it. */
  const timeoutMs = 600_000;

  it.each(['read', 'write'] as const)('leaves no %s waiting for its time limit', async (effect) => {
    let requests = 0;
    const port = await serveTcp((socket) => {
      socket.once('data', () => {
        requests += 1;
        socket.end(SWITCHED);
      });
    });
    expect(await transportTo(port).post(post({ effect, timeoutMs }))).toMatchObject({ kind: 'lost', cause: 'broken' });
    expect(requests).toBe(1);
  });
});

it('an answer whose end is that of its connection is whole', async () => {
  const port = await serveTcp((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<x/>'));
  });
  const delivery = await transportTo(port).post(post({ timeoutMs: 600_000 }));
  expect(delivery).toMatchObject({ kind: 'answered', http: { status: 200, body: Buffer.from('<x/>') } });
});

it('reading stops at the size limit', async () => {
  const port = await serveHttp((_request, response) => response.writeHead(200, {}).end('x'.repeat(1001)));
  expect(await transportTo(port).post(post({ effect: 'read' }))).toMatchObject({ kind: 'too-large' });
});

it('a redirect is not followed', async () => {
  let requests = 0;
  const port = await serveHttp((_request, response) => {
    requests += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await transportTo(port).post(post())).toMatchObject({ kind: 'answered', http: { status: 302 } });
  expect(requests).toBe(1);
});

it('reads share a connection, writes get one each', async () => {
  const port = await serveHttp((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/xml' }).end('<x/>');
  });
  const transport = transportTo(port);
  const count = (): number => open.at(-1)?.sockets.size ?? 0;
  await transport.post(post({ effect: 'read' }));
  await transport.post(post({ effect: 'read' }));
  expect(count()).toBe(1);
  await transport.post(post());
  await transport.post(post());
  expect(count()).toBe(3);
});
