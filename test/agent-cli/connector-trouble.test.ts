import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answered, LOGIN_ANSWER, orderRow } from '../agent-erp/wire.ts';
import { LOGIN } from '../sandbox/erp/server.ts';
import { type ErpHome, lastJson, openErpHome } from './erp-home.ts';
import { selfSigned } from './self-signed.ts';

/** Trying a connector on a bad day: what is wrong, and what to do, in words for the person who tries. */
const CUSTOMER = ['customer.read', '--input', '{"customerId":"10447"}'];
const ORDER =
  '{"customerId":"10447","customerReference":null,"requestedOn":null,"currency":"EUR","lines":[{"itemId":"A","quantity":"1","unitPrice":"10.00"}]}';
const PAGE = '{"customerId":"10447","openOnly":false,"cursor":null,"limit":5}';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function listening(answer: Answer, tls?: { key: string; cert: string }): Promise<string> {
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The home's ERP, at another address. */
function at(home: ErpHome, endpoint: string): string[] {
  const file = join(home.folder, 'other.yaml');
  const settings = { endpoint, company: LOGIN.company, user: LOGIN.user, password: { env: 'ERP_PASSWORD' } };
  writeFileSync(file, JSON.stringify({ connector: home.connector, settings }));
  return ['--config', file];
}

/** The real ERP behind a door that breaks the connection once a message like this was read. */
const cutting = (home: ErpHome, word: string) =>
  listening(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (body.includes(word)) return void request.socket.destroy();
    const headers = {
      'content-type': String(request.headers['content-type']),
      soapaction: String(request.headers.soapaction),
    };
    const answer = await fetch(home.endpoint, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'text/xml; charset=utf-8' }).end(await answer.text());
  });

const page: Answer = (_request, response) =>
  void response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<html><body>Back at 18:00 \u001b[2J</body></html>');

describe('drawbridge connector try says what to do where the ERP', () => {
  it('is in maintenance and answers a web page, whose text steers no terminal', async () => {
    const home = await openErpHome();
    const ran = await home.connectorCommand('try', ...CUSTOMER, ...at(home, await listening(page)));
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('Back at 18:00');
    expect(ran.out).toMatch(
      /\nproblem {2}The ERP sent something that is not an answer: HTTP 200 of type text\/html \(erp\.answer-unreadable\)\ntry {6}A web page came in place of SOAP: the ERP is in maintenance/,
    );
    expect(ran.out).not.toContain('\u001b');
  });

  it('is down, or has another name', async () => {
    const home = await openErpHome();
    const down = await home.connectorCommand('try', ...CUSTOMER, ...at(home, 'http://127.0.0.1:1/'));
    expect(down.out).toMatch(/not answering: ECONNREFUSED.*\ntry {6}Nothing listens there: check host and port/);
    const wrong = await home.connectorCommand('try', ...CUSTOMER, ...at(home, 'erp.local'));
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.err).toMatch(
      /^Error: .*the setting endpoint is not an address.*\nTry: Mend that value under settings/,
    );
  });

  it('has a certificate of its own authority', async () => {
    const home = await openErpHome();
    const address = await listening(page, selfSigned());
    const ran = await home.connectorCommand('try', ...CUSTOMER, ...at(home, address));
    expect(ran.out).toMatch(/\ntry {6}Its certificate comes from an authority .*NODE_EXTRA_CA_CERTS=/);
  });

  it('loses the answer of a write: the person who sent it looks for it, since nobody else does', async () => {
    const home = await openErpHome();
    const config = at(home, await cutting(home, 'AuftragAnlegen'));
    const ran = await home.connectorCommand('try', 'order.create', '--input', ORDER, '--really', ...config);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(
      /\nproblem {2}Whether the ERP made it is not known: .*\ntry {6}Look in the ERP for the reference TRY-\w{10}/,
    );
    expect(ran.out).not.toMatch(/We are checking|close this page/);
    const json = await home.connectorCommand('try', 'order.create', '--input', ORDER, '--really', '--json', ...config);
    expect(lastJson(json)).toMatchObject({
      ok: false,
      sent: true,
      value: { result: 'in-doubt' },
      advice: expect.any(String),
    });
  });

  it('answers a row that the document cannot read: the others come, and that one is named', async () => {
    const home = await openErpHome();
    for (const code of [20, 30, 40, 50, 60]) home.edit('connector.yaml', `"${code}": `, `"${code + 1}": `);
    const ran = await home.connectorCommand('try', 'order.list', '--input', PAGE);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/\nproblem {2}row \d \(\d+\) is left out: status: a code that is not listed\n/);
    expect(ran.out).toContain('try      Mend the place, or the format, in the document');
    expect(ran.out).not.toContain('[object Object]');
  });

  it('sends more rows than were asked for, one of them unreadable: both are told, and it is not fine', async () => {
    const home = await openErpHome();
    const rows = Array.from({ length: 1_500 }, (_, no) => orderRow(no + 1, no === 1 ? { BruttoSumme: 'viel' } : {}));
    const flooding: Answer = async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const list = () => answered('AuftraegeLesen', `<Auftraege>${rows.join('')}</Auftraege>`);
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(body.includes('AuftraegeLesen') ? list() : LOGIN_ANSWER);
    };
    const config = at(home, await listening(flooding));
    const ran = await home.connectorCommand('try', 'order.list', '--input', PAGE, '--json', ...config);
    const row = 'row 2 (2) is left out: total: ';
    expect(lastJson(ran)).toMatchObject({
      ok: false,
      problems: [expect.stringContaining(row), expect.stringMatching(/^the list: \d+ more rows were sent than the /)],
    });
    expect(ran.code).toBe(1);
  });

  it('and never shows the password', async () => {
    const home = await openErpHome();
    await home.connectorCommand('try', ...CUSTOMER);
    await home.connectorCommand('try', ...CUSTOMER, '--json', ...at(home, await listening(page)));
    expect(home.printed()).toContain('***');
    expect(home.printed()).not.toContain(home.password);
  });
});

it('an input that does not fit is told in words, with one that does', async () => {
  const home = await openErpHome();
  const ran = await home.connectorCommand('try', 'order.list', '--input', '{"customerID":"1"}');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/customerID is not known here: did you mean customerId/);
  expect(ran.err).toMatch(/\nTry: drawbridge connector try order\.list --input '\{"customerId":"10447",/);
  expect((await home.connectorCommand('try', 'order.list', '--input', '{a:1}')).err).toMatch(
    /^Error: The input is not JSON: /,
  );
  expect((await home.connectorCommand('try', 'order.lits', '--input', '{}')).err).toMatch(/did you mean order\.list\?/);
});

it('a setting that the connector wants and the configuration has not is told before the ERP is asked', async () => {
  const home = await openErpHome();
  const file = join(home.folder, 'other.yaml');
  const settings = { endpoint: 'http://127.0.0.1:1/', company: '1', user: 'x', passwort: { env: 'ERP_PASSWORD' } };
  writeFileSync(file, JSON.stringify({ connector: 'nowhere', settings }));
  const argv = ['try', ...CUSTOMER, '--config', file, '--connector', home.connector];
  const ran = await home.connectorCommand(...argv);
  expect([ran.code, ran.out]).toEqual([2, '']);
  expect(ran.err).toContain(`${file}: the setting password is missing: passwort is not known to the connector`);
});

it('an input from a file may begin with a byte-order mark, and one that cannot be read is named', async () => {
  const home = await openErpHome();
  const file = join(home.folder, 'in.json');
  const tried = () => home.connectorCommand('try', 'customer.read', '--input', `@${file}`);
  expect((await tried()).err).toContain(`Error: There is no file ${file}.`);
  writeFileSync(file, '\ufeff{"customerId":"10447"}');
  expect((await tried()).code).toBe(0);
  writeFileSync(file, '\ufeff{"customerId":"10447"}', 'utf16le');
  const utf16 = await tried();
  expect([utf16.code, utf16.err]).toEqual([2, expect.stringContaining(`The file ${file} is not UTF-8: save it`)]);
});

it('an ERP in maintenance is not recorded as if that were its answer', async () => {
  const home = await openErpHome();
  const config = at(home, await listening(page));
  const ran = await home.connectorCommand(
    'record',
    '--command',
    'customer.read',
    '--input',
    '{"customerId":"10447"}',
    '--out',
    join(home.folder, 'cases'),
    '--json',
    ...config,
  );
  expect(ran.code).toBe(1);
  expect(lastJson(ran)).toMatchObject({
    ok: false,
    recorded: [],
    problems: [expect.stringContaining('erp.answer-unreadable')],
  });
});
