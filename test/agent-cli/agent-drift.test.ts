import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandInput } from '#contracts/commands';
import { approveConnector } from '../../agent/cli/connector-approve.ts';
import { openDrift } from '../../agent/drift/agent-drift.ts';
import { readFingerprint, writeFingerprint } from '../../agent/drift/fingerprint-file.ts';
import { openErp } from '../../agent/erp/open.ts';
import type { Erp } from '../../agent/erp/port.ts';
import { LOGIN, startErp } from '../sandbox/erp/server.ts';
import { CONNECTOR } from './erp-home.ts';

const CUSTOMER = '10447';
const ORDER = {
  customerId: CUSTOMER,
  customerReference: null,
  requestedOn: null,
  currency: 'EUR',
  reference: 'DRIFT-1',
  lines: [{ itemId: 'A', quantity: '1', unitPrice: '10.00' }],
} as unknown as CommandInput<'order.create'>;
const PAGE = {
  customerId: CUSTOMER,
  openOnly: false,
  cursor: null,
  limit: 20,
} as unknown as CommandInput<'order.list'>;
const signal = new AbortController().signal;

/** The real demo ERP behind a door that may change what comes through, and an agent's side of it. */
async function changingErp(liveName = 'live-wsdl') {
  const erp = await startErp({
    dataDir: null,
    port: 0,
    controlPort: 0,
    today: '2026-11-21',
    seedSize: 'small',
    latency: null,
  });
  const changes = { wsdl: (text: string) => text, answer: (text: string) => text };
  const orders: string[] = [];
  const door = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (body.includes('AuftragAnlegen')) orders.push(body);
    const isRead = request.method === 'GET';
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => ['content-type', 'soapaction'].includes(name)),
    );
    const answer = await fetch(`${erp.endpoint}${isRead ? '?wsdl' : ''}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(isRead ? {} : { body }),
    });
    const text = await answer.text();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml' });
    response.end(isRead ? changes.wsdl(text) : changes.answer(text));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => door.once('listening', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-drift-'));
  const connectorDir = join(folder, 'connector');
  const liveFolder = join(folder, liveName);
  cpSync(CONNECTOR, connectorDir, { recursive: true });
  // The one in the box is approved; here nothing is, until a test approves it.
  rmSync(join(connectorDir, 'fingerprint.json'));
  onTestFinished(async () => {
    door.closeAllConnections();
    door.close();
    await erp.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const settings = { endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}/`, ...LOGIN };
  const logged: string[] = [];
  const note = (fields: object, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`);

  /** An agent's start: it looks once, and then waits for the next day, which never comes here. */
  const start = async (): Promise<Erp> => {
    const stop = new AbortController();
    let looked = (): void => {};
    const first = new Promise<void>((resolve) => (looked = resolve));
    const drift = openDrift({
      connectorDir,
      settings,
      file: join(folder, 'drift.json'),
      liveFolder,
      log: { info: note, warn: note, error: note },
      random: () => 0,
      wait: (ms, until) =>
        new Promise<void>((resolve) => {
          until.addEventListener('abort', () => resolve(), { once: true });
          if (ms > 60_000) looked();
        }),
    });
    if (!drift.ok) throw new Error(drift.error.detail ?? '');
    const opened = await openErp({ connectorDir, settings, log: { info: note, warn: note }, watch: drift.value.watch });
    if (!opened.ok) throw new Error(opened.error.detail ?? '');
    onTestFinished(async () => {
      stop.abort();
      await opened.value.close();
    });
    void drift.value.run(stop.signal);
    await first;
    return drift.value.guard(opened.value);
  };
  return { start, changes, orders, logged, connectorDir, liveFolder };
}

const push = (erp: Erp) => erp.write('order.create', ORDER, { signal, mayStart: () => true });
const DRIFTED = { result: 'not-sent', error: { code: 'connector.drifted', category: 'fatal' } };

describe('an agent whose ERP has changed', () => {
  it('lets writes through while nothing has', async () => {
    const { start, orders } = await changingErp();
    const outcome = await push(await start());
    expect(outcome.result).not.toBe('not-sent');
    expect(orders).toHaveLength(1);
  });

  it('looks at what the ERP serves now, not at what an agent that was killed in the middle left, and leaves nothing', async () => {
    const { start, changes, orders, logged, liveFolder } = await changingErp();
    cpSync(CONNECTOR, liveFolder, { recursive: true });
    const wsdl = join(liveFolder, 'kontor.wsdl');
    writeFileSync(wsdl, readFileSync(wsdl, 'utf8').replaceAll('name="Preis"', 'name="Betrag"'));
    writeFileSync(join(liveFolder, 'old.xsd'), 'not a schema');
    let left: string[] = [];
    changes.wsdl = (text) => {
      left = readdirSync(liveFolder);
      return text;
    };
    await push(await start());
    expect(orders).toHaveLength(1);
    expect(left).toContain('kontor.wsdl');
    expect(left).not.toContain('old.xsd');
    expect(logged.filter((line) => line.includes('changed') || line.includes('not looked for'))).toEqual([]);
    expect(existsSync(liveFolder)).toBe(false);
  });

  it('looks also where its home is the connector’s own folder', async () => {
    const { start, changes, logged, connectorDir } = await changingErp('connector/live-wsdl');
    changes.wsdl = (text) => text.replaceAll('name="SendungsNr"', 'name="Sendung"');
    await start();
    expect(logged.filter((line) => line.includes('not looked for'))).toEqual([]);
    expect(logged.some((line) => line.startsWith('the ERP is not as the connector’s own WSDL says {'))).toBe(true);
    expect(existsSync(join(connectorDir, 'live-wsdl'))).toBe(false);
  });

  it('stops the write that a new WSDL touches before the first wrong one, and goes on reading', async () => {
    const { start, changes, orders, logged } = await changingErp();
    changes.wsdl = (text) => text.replace(/(name="NeuePosition"[\s\S]*?name="Preis" type="xsd:)string/, '$1dateTime');
    const erp = await start();
    expect(await push(erp)).toMatchObject(DRIFTED);
    expect(orders).toEqual([]);
    expect((await erp.read('order.list', PAGE, signal)).ok).toBe(true);
    expect(logged.some((line) => line.includes('writes are stopped') && line.includes('order.create'))).toBe(true);
  });

  it('does not stop a write for a change that only reads see', async () => {
    const { start, changes, orders, logged } = await changingErp();
    changes.wsdl = (text) => text.replaceAll('name="SendungsNr"', 'name="Sendung"');
    await push(await start());
    expect(orders).toHaveLength(1);
    expect(logged.some((line) => line.startsWith('the ERP is not as the connector’s own WSDL says {'))).toBe(true);
  });

  it('stops writes when answers begin to write amounts in another way, with the WSDL as it was', async () => {
    const { start, changes, orders } = await changingErp();
    const erp = await start();
    expect((await erp.read('order.list', PAGE, signal)).ok).toBe(true);
    changes.answer = (text) =>
      text.replace(
        /(<BruttoSumme>)([^<]+)/g,
        (_all, tag, amount: string) => `${tag}${amount.replaceAll('.', '').replace(',', '.')}`,
      );
    await erp.read('order.list', PAGE, signal);
    expect(await push(erp)).toMatchObject(DRIFTED);
    expect(orders).toEqual([]);
  });

  it('remembers it over a restart, until somebody approved', async () => {
    const { start, changes, orders, connectorDir } = await changingErp();
    const first = await start();
    changes.answer = (text) => text.replace(/(<AuftragsDatum>)(\d\d)\.(\d\d)\.(\d{4})/g, '$1$4-$3-$2');
    await first.read('order.list', PAGE, signal);
    expect(await push(first)).toMatchObject(DRIFTED);
    changes.answer = (text) => text;
    const second = await start();
    expect(await push(second)).toMatchObject(DRIFTED);
    expect(await approveConnector(connectorDir, { home: connectorDir, json: false })).toBe(0);
    expect((await push(second)).result).not.toBe('not-sent');
    expect(orders).toHaveLength(1);
  });

  it('stays stopped after an approval that does not mend what the ERP serves', async () => {
    const { start, changes, orders, connectorDir } = await changingErp();
    changes.wsdl = (text) => text.replaceAll('name="FremdReferenz"', 'name="Referenz"');
    const erp = await start();
    expect(await push(erp)).toMatchObject(DRIFTED);
    await approveConnector(connectorDir, { home: connectorDir, json: false });
    expect(await push(erp)).toMatchObject(DRIFTED);
    expect(orders).toEqual([]);
  });

  it('beside a server whose WSDL its own copy only outlines, says that it is the copy, and how to take the real one', async () => {
    const { start, changes, orders, logged, connectorDir } = await changingErp();
    changes.wsdl = (text) => text.replace(/(name="NeuePosition"[\s\S]*?name="Preis" type="xsd:)string/, '$1decimal');
    const erp = await start();
    expect(await push(erp)).toMatchObject(DRIFTED);
    expect(orders).toEqual([]);
    const told = logged.filter((line) => line.includes('writes are stopped'));
    expect(told[0]).toContain('the ERP is not as the connector’s own WSDL says');
    expect(told[0]).toContain('drawbridge connector approve FOLDER --from live');
    await approveConnector(connectorDir, { home: connectorDir, json: false });
    await push(await start());
    expect(logged.at(-1)).toMatch(/^the ERP has changed: writes are stopped \{/);
  });

  it('does not start with a damaged approval', async () => {
    const { start, connectorDir } = await changingErp();
    await approveConnector(connectorDir, { home: connectorDir, json: false });
    const approved = readFingerprint(connectorDir);
    if (!approved.ok || approved.value === null) throw new Error('nothing was approved');
    writeFingerprint(connectorDir, { ...approved.value, approvals: 0 });
    await expect(start()).rejects.toThrow('fingerprint.json');
  });
});
