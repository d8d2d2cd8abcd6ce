import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, serve } from './http-server.ts';
import { type CardProxy, createProxy } from './proxy.ts';
import { signV3 } from './signature.ts';

const PUBLIC_URL = 'https://gw.northstar.example';
const NOW = 1_800_000_000_000;

let gateway: LocalServer;
let proxy: CardProxy;
let seen: { method: string; pathAndQuery: string; body: string; headers: Headers }[];
let answers: (() => Response)[];

beforeEach(async () => {
  seen = [];
  answers = [];
  gateway = await serve(async (request) => {
    const url = new URL(request.url);
    const pathAndQuery = url.pathname + url.search;
    seen.push({ method: request.method, pathAndQuery, body: await request.text(), headers: request.headers });
    return (answers.shift() ?? (() => Response.json({ ok: true })))();
  }, 0);
  proxy = proxyTo(gateway.url);
});
afterEach(() => gateway.close());

const proxyTo = (gatewayUrl: string): CardProxy =>
  createProxy({
    publicUrl: PUBLIC_URL,
    gatewayUrl,
    clientSecret: 'secret-of-the-test',
    portalId: 7,
    appId: 9,
    user: { id: 5, email: 'a@b.co' },
    now: () => NOW,
  });

describe('a card’s request', () => {
  it('reaches the gateway with who is asking in the query, signed over the public URL', async () => {
    const answer = await proxy({ url: `${PUBLIC_URL}/v1/card/stock?item=A%26B`, method: 'GET' });
    expect(answer).toMatchObject({ http: 200, envelope: { status: 'success', responseBody: { ok: true } } });
    const pathAndQuery = '/v1/card/stock?item=A%26B&userId=5&portalId=7&userEmail=a%40b.co&appId=9';
    expect(seen[0]?.pathAndQuery).toBe(pathAndQuery);
    expect(seen[0]?.headers.get('x-hubspot-request-timestamp')).toBe(String(NOW));
    expect(seen[0]?.headers.get('x-hubspot-signature-v3')).toBe(
      signV3('secret-of-the-test', { method: 'GET', uri: PUBLIC_URL + pathAndQuery, body: '', timestampMs: NOW }),
    );
  });

  it('with a body is signed over the bytes that are sent', async () => {
    await proxy({ url: `${PUBLIC_URL}/v1/x`, method: 'POST', body: { revision: 1, note: 'ä' } });
    const [request] = seen;
    expect(request?.body).toBe('{"revision":1,"note":"ä"}');
    expect(request?.headers.get('x-hubspot-signature-v3')).toBe(
      signV3('secret-of-the-test', {
        method: 'POST',
        uri: PUBLIC_URL + request?.pathAndQuery,
        body: '{"revision":1,"note":"ä"}',
        timestampMs: NOW,
      }),
    );
  });

  it('to any other origin is refused and sent nowhere', async () => {
    for (const url of [
      gateway.url,
      'http://gw.northstar.example/x',
      'https://gw.northstar.example.evil.example/',
      'x',
    ]) {
      expect(await proxy({ url })).toMatchObject({ http: 400, envelope: { category: 'VALIDATION_ERROR' } });
    }
    expect(seen).toHaveLength(0);
  });

  it('with a header other than Authorization is refused', async () => {
    const headers = { 'x-anything': '1' };
    expect((await proxy({ url: `${PUBLIC_URL}/x`, headers })).envelope.category).toBe('VALIDATION_ERROR');
    expect((await proxy({ url: `${PUBLIC_URL}/x`, headers: { Authorization: 'b' } })).envelope.status).toBe('success');
  });

  it('above 1 MB is refused', async () => {
    const answer = await proxy({ url: `${PUBLIC_URL}/x`, method: 'POST', body: { text: 'x'.repeat(1_000_001) } });
    expect(answer.http).toBe(413);
    expect(seen).toHaveLength(0);
  });
});

describe('after a 5xx', () => {
  const failure = () => new Response('{"no":1}', { status: 503 });

  it('the same signed request is sent once more, also for a POST', async () => {
    answers = [failure];
    const answer = await proxy({ url: `${PUBLIC_URL}/x`, method: 'POST', body: { a: 1 } });
    expect(answer.envelope.status).toBe('success');
    expect(seen).toHaveLength(2);
    expect(seen[1]?.headers.get('x-hubspot-signature-v3')).toBe(seen[0]?.headers.get('x-hubspot-signature-v3'));
  });

  it('a second 5xx ends it, in an envelope that names the status', async () => {
    answers = [failure, failure];
    expect(await proxy({ url: `${PUBLIC_URL}/x` })).toMatchObject({
      http: 200,
      envelope: {
        status: 'error',
        category: 'BAD_GATEWAY',
        responseBody: { no: 1 },
        context: { appServerStatusCode: ['503'] },
      },
    });
    expect(seen).toHaveLength(2);
  });
});

it('a 4xx or a redirect is not repeated and not followed', async () => {
  answers = [
    () => new Response('{}', { status: 404 }),
    () => new Response(null, { status: 302, headers: { location: '/elsewhere' } }),
  ];
  expect((await proxy({ url: `${PUBLIC_URL}/x` })).envelope.category).toBe('BAD_GATEWAY');
  expect((await proxy({ url: `${PUBLIC_URL}/x` })).envelope.category).toBe('BAD_GATEWAY');
  expect(seen).toHaveLength(2);
});

it('a gateway that is not there, that says nothing in time, or that says too much, each has its own error', async () => {
  const closed = await serve(() => new Response(), 0);
  await closed.close();
  expect((await proxyTo(closed.url)({ url: `${PUBLIC_URL}/x` })).envelope.message).toBe('Network error');

  const silent = await serve(() => new Promise<Response>(() => {}), 0);
  const late = await proxyTo(silent.url)({ url: `${PUBLIC_URL}/x`, timeout: 50 });
  expect(late).toMatchObject({ http: 504, envelope: { category: 'GATEWAY_TIMEOUT' } });
  await silent.close();

  answers = [() => Response.json({ text: 'x'.repeat(1_000_001) })];
  expect((await proxy({ url: `${PUBLIC_URL}/x` })).envelope.message).toBe('Response too large');
});
