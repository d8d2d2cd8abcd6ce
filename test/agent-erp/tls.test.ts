import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openTransport } from '../../agent/erp/soap/transport.ts';
import { GOOD, READ, scriptedForTests } from './login-material.ts';
import { ownCertificates } from './own-certificates.ts';

const scripted = scriptedForTests();
const make = ownCertificates();

it.each([
  ['http', undefined],
  ['https', make('server')],
])(
  'a request that waited for a connection of the pool leaves on it: %s',
  { timeout: 60_000 },
  async (_name, server) => {
    const gate = new EventTarget();
    const tls = server === undefined ? {} : { tls: { cert: server.cert, key: server.key }, ca: server.cert };
    const { endpoint, calls } = await scripted({ document: { commands: READ }, ...tls }, async (_call, count) => {
      if (count === 1) await once(gate, 'open');
      return GOOD;
    });
    const transport = openTransport({
      endpoint: new URL(endpoint),
      socketsMax: 1,
      answerBytesMax: 1e6,
      ...(server === undefined ? {} : { ca: server.cert }),
    });
    const post = () =>
      transport.post({
        soapAction: 'Read',
        body: '<x/>',
        effect: 'read',
        timeoutMs: 15_000,
        signal: new AbortController().signal,
        mayStart: () => true,
      });
    const both = [post(), post()];
    await expect.poll(() => calls.length).toBe(1);
    gate.dispatchEvent(new Event('open'));
    expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual(['answered', 'answered']);
    expect(calls).toHaveLength(2);
    transport.close();
  },
);
