import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ErpHome, lastJson, openErpHome } from './erp-home.ts';

const CUSTOMER = '10447';

/** What opens the ERP, in every way in which it may be written: the demo ERP's session ids are 24 hex digits. */
function secretsIn(printed: string, { password }: ErpHome): string[] {
  const escaped = password.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;');
  const forms = [password, escaped, encodeURIComponent(password), Buffer.from(password).toString('base64'), 'SCHNITT'];
  return [...forms.filter((form) => printed.includes(form)), ...(printed.match(/\b[0-9A-F]{24}\b/g) ?? [])];
}

async function orderInput(home: ErpHome): Promise<string> {
  const ask = async (command: string, input: object) =>
    lastJson(await home.connectorCommand('try', command, '--json', '--input', JSON.stringify(input))).value;
  const list = (await ask('order.list', { customerId: CUSTOMER, openOnly: false, cursor: null, limit: 5 })) as {
    rows: { orderId: string; currency: string }[];
  };
  const order = (await ask('order.read', { orderId: list.rows[0]?.orderId })) as { lines: { itemId: string }[] };
  const line = { itemId: order.lines[0]?.itemId, quantity: '1', unitPrice: '10.00' };
  const { currency } = list.rows[0] ?? {};
  return JSON.stringify({
    customerId: CUSTOMER,
    customerReference: null,
    requestedOn: null,
    currency,
    reference: 'OLD',
    lines: [line],
  });
}

describe('drawbridge connector try', () => {
  it('shows the request, the answer, the result and the time of a live read, without any secret', async () => {
    const home = await openErpHome();
    const ran = await home.connectorCommand('try', 'customer.read', '--input', `{"customerId":"${CUSTOMER}"}`);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('<KundenNr>0000010447</KundenNr>');
    expect(ran.out).toContain('<Kennwort>***</Kennwort>');
    expect(ran.out).toContain('<SitzungsNr>***</SitzungsNr>');
    expect(ran.out).toContain(`"customerId": "${CUSTOMER}"`);
    expect(ran.out).toMatch(/\n2 calls, \d+ ms\n$/);
    await home.connectorCommand('try', 'customer.read', '--json', '--input', `{"customerId":"${CUSTOMER}"}`);
    expect(secretsIn(home.printed(), home)).toEqual([]);
  });

  it('keeps secrets out of faults that repeat what was sent, and out of a refused login', async () => {
    const home = await openErpHome();
    writeFileSync(join(home.folder, 'wrong-password'), 'not-the-Password-4', { mode: 0o600 });
    writeFileSync(
      join(home.folder, 'wrong.yaml'),
      JSON.stringify({
        connector: home.connector,
        settings: { endpoint: home.endpoint, company: '100', user: 'SCHNITT', password: { file: 'wrong-password' } },
      }),
    );
    const ran = await home.connectorCommand(
      'try',
      'customer.read',
      '--config',
      join(home.folder, 'wrong.yaml'),
      '--input',
      '{"customerId":"1"}',
    );
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('erp.credential-refused');
    expect(ran.out + ran.err).not.toContain('not-the-Password-4');
  });

  it('says what the ERP refuses, and a usage that is wrong', async () => {
    const home = await openErpHome();
    const unknown = await home.connectorCommand('try', 'customer.read', '--input', '{"customerId":"99999"}');
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.out).toContain('erp.not-found');
    expect((await home.connectorCommand('try', 'customer.read', '--input', '{"customer":"1"}')).code).toBe(2);
    expect((await home.connectorCommand('try', 'order.eat', '--input', '{}')).err).toContain(
      'There is no command order.eat',
    );
    expect((await home.connectorCommand('try', 'customer.read', '--input', '@/nowhere.json')).code).toBe(2);
  });

  it('cuts a long message with a note, and shows it whole when asked', async () => {
    const home = await openErpHome();
    const input = JSON.stringify({ customerId: CUSTOMER, openOnly: false, cursor: null, limit: 50 });
    expect((await home.connectorCommand('try', 'order.list', '--input', input)).out).toMatch(
      /… \d+ more lines; --full/,
    );
    expect((await home.connectorCommand('try', 'order.list', '--full', '--input', input)).out).not.toContain(
      'more lines',
    );
  });

  it('sends no write without --really, and with it only after showing it, with a fresh reference', async () => {
    const home = await openErpHome();
    const input = await orderInput(home);
    const shown = await home.connectorCommand('try', 'order.create', '--input', input);
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/<FremdReferenz>TRY-[A-Z0-9]{10}<\/FremdReferenz>/);
    expect(shown.out).toContain('Nothing was sent.');
    expect((await home.calls()).AuftragAnlegen ?? 0).toBe(0);
    const sent = await home.connectorCommand('try', 'order.create', '--really', '--input', input);
    expect(sent.code).toBe(0);
    expect(sent.out.indexOf('This is sent now')).toBeLessThan(sent.out.indexOf('"result": "made"'));
    expect((await home.calls()).AuftragAnlegen).toBe(1);
    expect(shown.out.match(/TRY-\w+/)?.[0]).not.toBe(sent.out.match(/TRY-\w+/)?.[0]);
    expect(secretsIn(home.printed(), home)).toEqual([]);
  }, 30_000);
});
