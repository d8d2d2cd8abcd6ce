import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remoteBuild } from '@hubspot/ui-extensions-dev-server/build';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asProduction, buildPreview } from '../../../extension/preview/build.ts';
import { type LocalServer, serve } from '../../../extension/preview/http-server.ts';
import { startPreview } from '../../../extension/preview/server.ts';
import { signV3 } from '../../../extension/preview/signature.ts';
import { HUBSPOT_ACCOUNT } from './account.ts';
import { type HubspotStandIn, startHubspot } from './server.ts';

const PUBLIC_URL = 'https://gw.northstar.example';
const CHROMIUM = '/usr/bin/chromium';
const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

let folder: string;
let browser: Browser;
let hubspot: HubspotStandIn;
let gateway: LocalServer;
let preview: LocalServer;
let page: Page;
let seen: { uri: string; body: string; headers: Headers }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-'));
  await buildPreview(join(folder, 'page'));
  const root = join(import.meta.dirname, '../../../extension/preview/page/test');
  const outputDir = join(folder, 'cards');
  await asProduction(() => remoteBuild({ root, entryPoint: 'TinyCard.tsx', outputDir, logLevel: 'silent' }));
  const args = ['--no-sandbox', '--disable-gpu', '--disable-sync', ...QUIET];
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  seen = [];
  hubspot = await startHubspot();
  gateway = await serve(async (request) => {
    const { pathname, search } = new URL(request.url);
    seen.push({ uri: PUBLIC_URL + pathname + search, body: await request.text(), headers: request.headers });
    return Response.json({ answer: 42 });
  }, 0);
  await describeCard(join(folder, 'cards'));
  preview = await startPreview({
    gateway: gateway.url,
    publicUrl: PUBLIC_URL,
    hubspot: hubspot.url,
    bundles: join(folder, 'cards'),
    page: join(folder, 'page'),
    clientSecret: HUBSPOT_ACCOUNT.clientSecret,
  });
  page = await browser.newPage();
  page.setDefaultTimeout(8000);
});
afterEach(async () => {
  await page.close();
  await preview.close();
  await gateway.close();
  await hubspot.close();
});

async function describeCard(into: string): Promise<void> {
  const config = {
    name: 'Tiny',
    location: 'crm.record.tab',
    entrypoint: '/app/cards/TinyCard.tsx',
    objectTypes: ['COMPANIES'],
  };
  await writeFile(join(into, 'tiny-hsmeta.json'), JSON.stringify({ uid: 'tiny', type: 'card', config }));
}

/** Opens the card as a person does: list, record, tab. */
async function openCard(): Promise<void> {
  await page.goto(preview.url);
  await page.getByRole('link', { name: 'Nordwind Maschinen GmbH' }).click();
  await page.getByRole('link', { name: 'Tiny' }).click();
  await page.getByText('Hello Mara, record 7700010447').waitFor();
}

describe('a real bundle in the record page', () => {
  it('knows its record, fetches through the signing proxy and answers clicks across the worker', async () => {
    await openCard();
    await page.getByText('The gateway says 42').waitFor();
    await page.getByText('Direct fetch is undefined').waitFor();
    const [request] = seen;
    expect(request?.body).toBe('{"record":7700010447}');
    expect(request?.uri).toContain('userEmail=mara.behrens%40northstar.example');
    expect(request?.headers.get('x-hubspot-signature-v3')).toBe(
      signV3(HUBSPOT_ACCOUNT.clientSecret, {
        method: 'POST',
        uri: request?.uri ?? '',
        body: request?.body ?? '',
        timestampMs: Number(request?.headers.get('x-hubspot-request-timestamp')),
      }),
    );
    await page.getByRole('button', { name: 'Clicked 0 times' }).click();
    await page.getByRole('button', { name: 'Clicked 1 times' }).waitFor();
    await page.getByRole('button', { name: 'Alert' }).click();
    await page.getByText('Said by the card').waitFor();
  });

  it('opens a modal that keeps the focus, and closes it by the card and by Escape', async () => {
    await openCard();
    await page.getByRole('button', { name: 'Ask' }).click();
    const dialog = page.getByRole('dialog', { name: 'A question' });
    await dialog.waitFor();
    expect(await dialog.evaluate((element) => element.contains(element.ownerDocument.activeElement))).toBe(true);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Ask' }).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('shows tabs by mouse and keyboard, and names a component that is not drawn', async () => {
    await openCard();
    await page.getByRole('cell', { name: 'PUMP-0040' }).waitFor();
    await page.getByRole('tab', { name: 'Rows' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('BarChart is not drawn by this page').waitFor();
  });

  it('reads associated records anew each time, with the properties that it asks for, and links to them', async () => {
    await openCard();
    const link = page.getByRole('link', { name: 'Deal Cooling circuit, hall 3, won true, type 6' });
    expect(await link.getAttribute('href')).toBe('#/deals/88412070');
    expect(await link.getAttribute('target')).toBe('_blank');
    const deal = hubspot.records.find('deals', '88412070');
    if (deal !== null) hubspot.records.write(deal, { dealstage: 'contractsent' }, Date.now());
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText('Deal Cooling circuit, hall 3, won false').waitFor();
  });

  it('that throws shows as a card that could not be loaded, and a retry brings it back', async () => {
    await openCard();
    await page.getByRole('button', { name: 'Break' }).click();
    await page.getByText('Unable to load this card').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The gateway says 42').waitFor();
  });

  it('is not confused by an order number that comes back: the record’s properties show it by themselves', async () => {
    await page.goto(`${preview.url}/#/deals/88412070`);
    await page.getByRole('heading', { name: 'Cooling circuit, hall 3' }).waitFor();
    const deal = hubspot.records.find('deals', '88412070');
    if (deal !== null) hubspot.records.write(deal, { erp_order_number: '240999' }, Date.now());
    await page.locator('.property', { hasText: 'ERP order' }).getByText('240999').waitFor();
  });
});

it('requests from another page or under another host name are refused', async () => {
  const ask = (headers: Record<string, string>) => fetch(`${preview.url}/api/account`, { headers });
  expect((await ask({})).status).toBe(200);
  expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
  const foreign = httpGet(`${preview.url}/api/account`, { headers: { host: 'evil.example' } });
  expect(((await once(foreign, 'response')) as [IncomingMessage])[0].statusCode).toBe(403);
  expect((await fetch(`${preview.url}/bundles/..%2fserver.ts`)).status).toBe(404);
  expect(await (await ask({})).text()).not.toContain(HUBSPOT_ACCOUNT.clientSecret);
});

describe('associated records', () => {
  const ask = async (query: string) => {
    const answer = await fetch(`${preview.url}/api/records/companies/7700010452/associations/${query}`);
    return { status: answer.status, body: (await answer.json()) as { results: unknown[] } };
  };

  it('come in pages, each row with what was asked for and nothing else, what it does not have empty', async () => {
    const first = await ask('deals?properties=dealname,erp_order_number&pageLength=1');
    expect(first.body).toEqual({
      results: [
        {
          toObjectId: 88412071,
          associationTypes: [
            { category: 'HUBSPOT_DEFINED', typeId: 6, label: 'Primary' },
            { category: 'HUBSPOT_DEFINED', typeId: 342, label: null },
          ],
          properties: { dealname: 'Bottling line spare parts', erp_order_number: null },
        },
      ],
      hasMore: true,
      nextOffset: 1,
    });
    const second = await ask('deals?properties=dealname&pageLength=1&offset=1');
    expect(second.body).toMatchObject({ results: [{ toObjectId: 88412076 }], hasMore: false, nextOffset: 2 });
  });

  it('are ten where nobody says how many, and never more than a hundred', async () => {
    for (let id = 1; id <= 11; id += 1) {
      const deal = { dealId: `5000${id}`, name: `Deal ${id}`, customerId: '10452', stage: 'won', lines: [] } as const;
      hubspot.records.addDeal(deal);
    }
    expect((await ask('deals')).body.results).toHaveLength(10);
    expect((await ask('deals?pageLength=100')).body.results).toHaveLength(13);
    expect((await ask('deals?pageLength=101')).status).toBe(404);
    expect((await ask('quotes')).status).toBe(404);
  });

  it('cannot be read while the CRM cannot', async () => {
    hubspot.records.archive('companies', '7700010452');
    expect((await ask('deals')).status).toBe(404);
  });
});
