import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Stack, type StackOptions, startStack } from '../sandbox/stack.ts';
import { accessibilityProblems } from './accessibility.ts';
import { sendInBulk } from './bulk.ts';
import { openChromium } from './chromium.ts';
import { type Mishaps, takeJourney } from './journey.ts';
import { SCENES } from './scenes.ts';
import { settleByHand } from './settling.ts';
import { photographStates, WALKED_THROUGH } from './states.ts';

let browser: Browser;
let stack: Stack | null = null;
let dir = '';

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const FINE: Mishaps = { agentOff: false, answerLost: false };

async function start(more: Partial<StackOptions> = {}): Promise<Stack> {
  dir = mkdtempSync(join(tmpdir(), 'drawbridge-journey-test-'));
  stack = await startStack({ dir, port: 0, small: true, onLine: () => {}, ...more });
  return stack;
}

const journey = async (mishaps: Mishaps) => takeJourney(await start(), browser, null, mishaps);

const ONE_ORDER = {
  ordersShown: 10,
  ordersInErpForReference: 1,
  writtenBack: true,
  pushedOrder: expect.stringMatching(/^\d+$/),
};

test('a salesperson opens the company, reads its orders, sends the deal and sees the order number', async () => {
  expect(await journey(FINE)).toMatchObject(ONE_ORDER);
}, 120_000);

test('a push that is made while the agent is off is kept, and goes out once it is back', async () => {
  expect(await journey({ ...FINE, agentOff: true })).toMatchObject(ONE_ORDER);
}, 120_000);

test('an order that the ERP makes without ever answering is shown as being confirmed, then as the one order', async () => {
  expect(await journey({ ...FINE, answerLost: true })).toMatchObject(ONE_ORDER);
}, 120_000);

test('every designed state shows its key words, and axe finds nothing wrong with any of them', async () => {
  const { states, accessibility } = await photographStates(await start(WALKED_THROUGH), browser, null);
  expect(states).toEqual(SCENES.map(([state]) => state));
  expect(accessibility).toEqual([]);
}, 480_000);

test('a field without a label, a picture without words and pale text are each found', async () => {
  const page = await browser.newPage();
  await page.setContent('<main><h1>Orders</h1><input><img src="data:,"><p style="color:#bbb">pale</p></main>');
  const found = (await accessibilityProblems(page)).map((line) => line.split(':')[0]);
  expect(found).toEqual(expect.arrayContaining(['label', 'image-alt', 'color-contrast']));
  await page.close();
}, 60_000);

test('what a machine must not decide alone: an unknown item blocks, a person says which customer and which order', async () => {
  expect(await settleByHand(await start(), browser, null)).toMatchObject({
    blockedBy: expect.stringContaining('KIT-X'),
    sendShut: true,
    linkedTo: '10507',
    parkedBecause: expect.stringContaining('other content'),
    settledOrder: expect.stringMatching(/^\d+$/),
    ordersInErpForReference: 1,
    writtenBack: true,
  });
}, 120_000);

test('two won deals of a company, chosen and sent with a double click, are one bulk and one order each, and stay so when the page is loaded anew', async () => {
  const found = await sendInBulk(await start(), browser, null);
  expect(found).toMatchObject({ chosenAtFirst: 0, bulkIds: [expect.stringMatching(/^b_/)] });
  expect(new Set(found.bulkOrders).size).toBe(2);
  expect(found.evidence).toEqual(Array(2).fill({ ordersInErpForReference: 1, writtenBack: true }));
  expect(found.shownAfterReload).toEqual(found.bulkOrders);
}, 120_000);
