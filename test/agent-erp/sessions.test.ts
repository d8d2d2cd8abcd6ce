import { describe, expect, it } from 'vitest';
import { CREDENTIALS, FINE, GOOD, READ, scriptedForTests, settings } from './login-material.ts';
import { askCustomer } from './scripted-erp.ts';
import { faultOf, soapOf } from './small-wsdl.ts';

const scripted = scriptedForTests();

describe('a session', () => {
  const login = { operation: 'Login', request: { User: { setting: 'user' }, Password: { setting: 'password' } } };
  const opened = (id: string): string => soapOf(`<t:LoginResponse><t:Session>${id}</t:Session></t:LoginResponse>`);
  const headed = { wsdl: 'small.wsdl', headers: { Head: { Session: { session: 'id' }, Client: { const: '100' } } } };
  const basis = { settings: CREDENTIALS, commands: READ };
  const inBody = { session: { ...login, keep: { id: { path: 'Session' } } } };

  it.each<
    [string, Record<string, unknown>, (call: { body: string; path: string; headers: Record<string, unknown> }) => void]
  >([
    [
      'the answer, carried in a SOAP header',
      { ...basis, soap: headed, login: inBody },
      ({ body }) => expect(body).toMatch(/<n\d:Head><n\d:Session>S&amp;1<\/n\d:Session><n\d:Client>100</),
    ],
    [
      'the answer, carried in the body',
      {
        ...basis,
        login: inBody,
        commands: {
          'customer.read': {
            ...READ['customer.read'],
            request: { Id: { from: 'customerId' }, Token: { session: 'id' } },
          },
        },
      },
      ({ body }) => expect(body).toContain(':Token>S&amp;1<'),
    ],
    [
      'the answer, carried in the address',
      {
        ...basis,
        soap: { wsdl: 'small.wsdl', path: { template: '/s/{id}/call?x=1', with: { id: { session: 'id' } } } },
        login: inBody,
      },
      ({ path }) => expect(path).toBe('/erp/s/S%261/call?x=1'),
    ],
    [
      'the answer, carried in an HTTP header',
      { ...basis, soap: { wsdl: 'small.wsdl', httpHeaders: { 'X-Session': { session: 'id' } } }, login: inBody },
      ({ headers }) => expect(headers['x-session']).toBe('S&1'),
    ],
    [
      'the SOAP header of the answer',
      { ...basis, soap: headed, login: { session: { ...login, keep: { id: { header: 'Head/Session' } } } } },
      ({ body }) => expect(body).toContain(':Session>S&amp;1<'),
    ],
    [
      'a cookie',
      { ...basis, login: { session: { ...login, keep: { id: { cookie: 'SID' } } } } },
      ({ headers }) => expect(headers.cookie).toBe('SID=S&1'),
    ],
  ])('is taken from %s', async (_name, document, expected) => {
    const { erp, calls, operations } = await scripted({ document, settings }, ({ operation, path }) => {
      if (operation !== 'Login') return GOOD;
      if (path.includes('/s/')) throw new Error('a login has no session yet');
      return {
        body: soapOf(
          '<t:LoginResponse><t:Session>S&amp;1</t:Session></t:LoginResponse>',
          '1.1',
          '<t:Head><t:Session>S&amp;1</t:Session></t:Head>',
        ),
        headers: { 'set-cookie': ['OTHER=x; Path=/', 'SID=S&1; Path=/; HttpOnly'] },
      };
    });
    expect(await askCustomer(erp)).toMatchObject(FINE);
    expect(await askCustomer(erp)).toMatchObject(FINE);
    expect(operations()).toEqual(['Login', 'Read', 'Read']);
    const [, read] = calls;
    if (read === undefined) throw new Error('no call');
    expected(read);
  });

  const expiry: [string, Record<string, unknown>, Record<string, unknown>, { status?: number; body: string }][] = [
    [
      'a code',
      {},
      { code: 'Code', success: ['0'], whenNone: 'success', sessionExpired: ['901'] },
      { body: soapOf('<t:ReadResponse><t:Id/><t:Name/><t:Code>901</t:Code></t:ReadResponse>') },
    ],
    [
      'a fault, by its words',
      {},
      { faults: [{ text: '*invalid session*', means: 'session-expired' }] },
      { status: 500, body: faultOf('e:Server', 'Invalid Session or timed out') },
    ],
    [
      'a fault, by its code',
      {},
      { faults: [{ code: 'SessionExpired', means: 'session-expired' }] },
      { status: 500, body: faultOf('e:Client.x:SessionExpired'.replace('e:Client.', ''), 'bye') },
    ],
    ['HTTP 401', {}, { faults: [{ http: 401, means: 'session-expired' }] }, { status: 401, body: '' }],
  ];
  it.each(expiry)('that expired, told by %s, is opened once more', async (_name, more, verdict, expired) => {
    const document = {
      ...basis,
      ...more,
      soap: headed,
      login: { session: { ...inBody.session, verdict: {} } },
      verdict,
    };
    const { erp, calls, operations } = await scripted({ document, settings }, ({ operation, body }, count) => {
      if (operation === 'Login') return opened(`S${count}`);
      return body.includes('>S1<') ? expired : GOOD;
    });
    expect(await askCustomer(erp)).toMatchObject(FINE);
    expect(operations()).toEqual(['Login', 'Read', 'Login', 'Read']);
    expect(calls[3]?.body).toContain('>S2<');
  });
  it('that expires again is not opened a third time', async () => {
    const document = {
      ...basis,
      soap: headed,
      login: inBody,
      verdict: { faults: [{ http: 401, means: 'session-expired' }] },
    };
    const { erp, operations } = await scripted({ document, settings }, ({ operation }, count) =>
      operation === 'Login' ? opened(`S${count}`) : { status: 401, body: '' },
    );
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.fault' } });
    expect(operations()).toEqual(['Login', 'Read', 'Login', 'Read']);
  });
  it('without the value that the document names is no session', async () => {
    const document = { ...basis, soap: headed, login: inBody };
    const { erp, operations } = await scripted({ document, settings }, () => soapOf('<t:LoginResponse/>'));
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
    expect(operations()).toEqual(['Login']);
  });
});
