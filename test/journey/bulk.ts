import type { Browser } from 'playwright-core';
import type { Stack } from '../sandbox/stack.ts';
import { evidenceOf } from './deal-evidence.ts';
import { Salesperson } from './salesperson.ts';
import { Stage } from './stage.ts';

/** What came of deals that were sent together. */
export interface BulkFindings {
  /** None is chosen before the person chooses. */
  chosenAtFirst: number;
  /** The order numbers that the card shows, in the order of the deals. */
  bulkOrders: string[];
  /** For each deal, as ERP and CRM say themselves. */
  evidence: { ordersInErpForReference: number; writtenBack: boolean }[];
  /** Pushes that the gateway was asked to make in bulk: a double click is one, and so is the same list again. */
  bulkIds: string[];
  /** What the card says of the deals when it is loaded anew. */
  shownAfterReload: string[];
}

const COMPANY = '7700010452';
const DEALS = [
  { dealId: '88412091', name: 'Seals, autumn', itemId: 'SEAL-0014', unitPrice: '12.80' },
  { dealId: '88412092', name: 'Hoses, autumn', itemId: 'HOSE-0010', unitPrice: '89.00' },
];

/** A salesperson chooses two won deals of one company, sends them with a double click, and sees both orders; then loads the page anew. */
export async function sendInBulk(stack: Stack, browser: Browser, shotsDir: string | null): Promise<BulkFindings> {
  const person = await Salesperson.open(browser, stack.page, shotsDir);
  const stage = new Stage(person, stack);
  const { page } = person;
  for (const { dealId, name, itemId, unitPrice } of DEALS) {
    const lines = [{ itemId, quantity: '5', unitPrice }];
    await stage.newDeal({ dealId, name, customerId: '10452', stage: 'won', lines });
  }
  const bulkIds = new Set<string>();
  page.on('response', async (response) => {
    const body = await response.text().catch(() => '');
    for (const [, bulkId] of body.matchAll(/"bulkId":"(b_[0-9a-f]+)"/g)) bulkIds.add(bulkId ?? '');
  });

  await stage.companyDeals(COMPANY, /^Select all \d$/);
  await person.picture('deals');
  const chosenAtFirst = await page.getByRole('checkbox', { checked: true }).count();
  await stage.tick(...DEALS.map(({ name }) => name));
  await person.press('Send 2 deals to ERP');
  await person.see(/^Send 2 deals to the ERP\?$/);
  await person.picture('question');
  await person.pressTwice('Send 2 deals to ERP');
  await person.see(/^\d of 2 done$/);
  await person.picture('under-way');
  await person.see(/^Both deals are ordered\.$/);
  await person.picture('ordered');
  const bulkOrders = await Promise.all(DEALS.map(({ name }) => orderBeside(stage, name)));

  // The CRM hears of an order a moment after the card does.
  const evidence = await Promise.all(
    DEALS.map(({ dealId }, index) => settled(() => evidenceOf(stack, dealId, bulkOrders[index] ?? ''))),
  );
  await stage.companyDeals(COMPANY, /^Other deals$/);
  const shownAfterReload = await Promise.all(DEALS.map(({ name }) => orderBeside(stage, name)));
  await person.picture('loaded-anew');
  if (person.problems.length > 0) throw new Error(`the browser complained: ${person.problems.join('; ')}`);
  await page.close();
  return { chosenAtFirst, bulkOrders, evidence, bulkIds: [...bulkIds], shownAfterReload };
}

/** The order number in the row of a deal. */
async function orderBeside({ person }: Stage, name: string): Promise<string> {
  const row = person.page.getByRole('row').filter({ hasText: name });
  return (await row.getByText(/^\d+$/).textContent()) ?? '';
}

const LOOKS_MAX = 50;
/** Asks until the CRM carries the number, or has had ten seconds for it. */
async function settled<E extends { writtenBack: boolean }>(look: () => Promise<E>): Promise<E> {
  for (let looks = 1; ; looks += 1) {
    const evidence = await look();
    if (evidence.writtenBack || looks === LOOKS_MAX) return evidence;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
