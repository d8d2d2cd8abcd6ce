import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, FIELDS, FINE, GOOD, READ, scriptedForTests, settings } from './login-material.ts';
import { ownCertificates } from './own-certificates.ts';
import { askCustomer } from './scripted-erp.ts';
import { el, NS, smallWsdl } from './small-wsdl.ts';

const scripted = scriptedForTests();

it('none: nothing is shown', async () => {
  const { erp, calls } = await scripted({ document: { commands: READ } }, () => GOOD);
  expect(await askCustomer(erp)).toMatchObject(FINE);
  expect(calls[0]?.headers.authorization).toBeUndefined();
  expect(calls[0]?.headers.cookie).toBeUndefined();
});

it('Basic: user and password in UTF-8; a refusal is no outage', async () => {
  const document = {
    commands: READ,
    settings: CREDENTIALS,
    login: { http: { type: 'basic', user: 'user', password: 'password' } },
  };
  const { erp, calls } = await scripted({ document, settings }, (_call, count) =>
    count === 1 ? GOOD : { status: 401, body: '', headers: { 'www-authenticate': 'Basic' } },
  );
  expect(await askCustomer(erp)).toMatchObject(FINE);
  expect(calls[0]?.headers.authorization).toBe(`Basic ${Buffer.from('Jörg:gehe:im-1').toString('base64')}`);
  expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.credential-refused' } });
});

it('Basic: a password that was refused is not sent again with the next question, nor by those that wait for a place', async () => {
  const document = {
    commands: READ,
    settings: CREDENTIALS,
    login: { http: { type: 'basic', user: 'user', password: 'password' } },
    limits: { concurrentReads: 1 },
  };
  const { erp, calls } = await scripted({ document, settings }, () => ({ status: 401, body: '' }));
  const refused = { ok: false, error: { code: 'erp.credential-refused' } };
  expect(await Promise.all(Array.from({ length: 5 }, () => askCustomer(erp)))).toMatchObject(Array(5).fill(refused));
  expect(await askCustomer(erp)).toMatchObject(refused);
  expect(calls).toHaveLength(1);
});

it('Basic: what a user may not do says nothing against the password', async () => {
  const document = {
    commands: READ,
    settings: CREDENTIALS,
    login: { http: { type: 'basic', user: 'user', password: 'password' } },
  };
  const { erp } = await scripted({ document, settings }, (_call, count) =>
    count === 1 ? { status: 403, body: '' } : GOOD,
  );
  expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.credential-refused' } });
  expect(await askCustomer(erp)).toMatchObject(FINE);
});

describe('a client certificate', () => {
  const make = ownCertificates();
  const document = {
    commands: READ,
    settings: { certificate: { about: 'Certificate' }, key: { about: 'Key', secret: true } },
    login: { certificate: { certificate: 'certificate', key: 'key' } },
  };
  it('is shown from files or as text, and without the right one nothing is sent', async () => {
    const [server, client, other] = [make('server'), make('client'), make('other')];
    const tls = { cert: server.cert, key: server.key, requestCert: true, rejectUnauthorized: true, ca: client.cert };
    for (const given of [client.paths, { certificate: client.cert, key: client.key }]) {
      const { erp } = await scripted({ document, settings: given, tls, ca: server.cert }, () => GOOD);
      expect(await askCustomer(erp)).toMatchObject(FINE);
    }
    const refused = await scripted({ document, settings: other.paths, tls, ca: server.cert }, () => GOOD);
    expect(await askCustomer(refused.erp)).toMatchObject({ ok: false, error: { category: 'unavailable' } });
    expect(refused.calls).toEqual([]);
  });
});

describe('WS-Security', () => {
  const documentFor = (send: string) => ({
    commands: READ,
    settings: CREDENTIALS,
    login: { security: { user: 'user', password: 'password', send, timestampSeconds: 60 } },
  });
  const part = (body: string, name: string): string =>
    new RegExp(`<ws(?:se|u):${name}(?: [^>]*)?>([^<]*)<`).exec(body)?.[1] ?? '';
  it('sends a password as text', async () => {
    const { erp, calls } = await scripted({ document: documentFor('text'), settings }, () => GOOD);
    expect(await askCustomer(erp)).toMatchObject(FINE);
    const body = calls[0]?.body ?? '';
    expect([part(body, 'Username'), part(body, 'Password')]).toEqual(['Jörg', 'gehe:im-1']);
    expect(body).toContain('soap:mustUnderstand="1"');
    expect(Date.parse(part(body, 'Expires')) - Date.parse(part(body, 'Created'))).toBe(60_000);
  });
  it('sends a digest over a nonce and a time that are new each time', async () => {
    const { erp, calls } = await scripted({ document: documentFor('digest'), settings }, () => GOOD);
    await askCustomer(erp);
    await askCustomer(erp);
    const nonces = calls.map(({ body }) => part(body, 'Nonce'));
    expect(new Set(nonces).size).toBe(2);
    for (const { body } of calls) {
      expect(body).not.toContain('gehe:im-1');
      const token = body.slice(body.indexOf('<wsse:UsernameToken>'));
      const hash = createHash('sha1').update(Buffer.from(part(token, 'Nonce'), 'base64'));
      expect(part(token, 'Password')).toBe(hash.update(`${part(token, 'Created')}gehe:im-1`).digest('base64'));
    }
  });
});

it('credentials in the body of every call, and a signature over what is new each time', async () => {
  const wsdl = smallWsdl({
    operations: [
      {
        name: 'Read',
        request: `<xsd:element name="Context"><xsd:complexType><xsd:sequence>${el('User')}${el('Pass')}</xsd:sequence></xsd:complexType></xsd:element>${el('Id')}`,
        response: FIELDS,
        header: true,
      },
    ],
  });
  const document = {
    settings: { ...CREDENTIALS, token: { about: 'Token', secret: true } },
    soap: {
      wsdl: 'small.wsdl',
      headers: {
        'p:Passport': {
          'p:nonce': { stamp: 'nonce' },
          'p:time': { stamp: 'time' },
          'p:signature': { '@algorithm': { const: 'HMAC-SHA256' }, '.': { stamp: 'signature' } },
        },
      },
    },
    namespaces: { p: 'urn:passport' },
    stamps: {
      nonce: { random: 20 },
      time: { now: 'seconds' },
      signature: {
        signature: {
          algorithm: 'hmac-sha256',
          over: [{ setting: 'user' }, { stamp: 'nonce' }, { stamp: 'time' }],
          key: [{ setting: 'password' }, { setting: 'token' }],
        },
      },
    },
    commands: {
      'customer.read': {
        ...READ['customer.read'],
        request: {
          Id: { from: 'customerId' },
          Context: { fields: { User: { setting: 'user' }, Pass: { setting: 'password' } } },
        },
      },
    },
  };
  // A group in a header is written as one, too.
  const headers = document.soap.headers['p:Passport'] as Record<string, unknown>;
  headers['p:signature'] = { fields: headers['p:signature'] };
  const given = { ...settings, token: 't-1' };
  const { erp, calls } = await scripted({ document, wsdls: { 'small.wsdl': wsdl }, settings: given }, () => GOOD);
  expect(await askCustomer(erp)).toMatchObject(FINE);
  expect(await askCustomer(erp)).toMatchObject(FINE);
  const seen = calls.map(({ body }) => {
    expect(body).toMatch(/:Context><n\d:User>Jörg<\/n\d:User><n\d:Pass>gehe:im-1</);
    expect(body).toContain('urn:passport');
    const [nonce = '', time = ''] = ['nonce', 'time'].map((name) => new RegExp(`:${name}>([^<]*)<`).exec(body)?.[1]);
    const [, signature] = /:signature algorithm="HMAC-SHA256">([^<]*)</.exec(body) ?? [];
    expect(signature).toBe(createHmac('sha256', 'gehe:im-1&t-1').update(`Jörg&${nonce}&${time}`).digest('base64'));
    expect(nonce).toMatch(/^[A-Za-z0-9]{20}$/);
    return nonce;
  });
  expect(new Set(seen).size).toBe(2);
  expect(calls[0]?.body).toContain(NS);
});
