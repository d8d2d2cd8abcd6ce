import type { Browser } from 'playwright-core';
import type { Stack } from '../sandbox/stack.ts';
import { evidenceOf, nextOrderMeets } from './deal-evidence.ts';
import { Salesperson } from './salesperson.ts';

/** What a journey found. Everything but `panelMs` and `ordersShown` was asked of the systems themselves. */
export interface JourneyFindings {
  /** From the click on the card's tab to its orders on the screen. */
  panelMs: number;
  ordersShown: number;
  /** The order number that the card shows. */
  pushedOrder: string;
  ordersInErpForReference: number;
  /** The deal in the CRM carries the same number. */
  writtenBack: boolean;
}

/** What goes wrong on the way. */
export interface Mishaps {
  /** The agent is stopped before the push and started again after it. */
  agentOff: boolean;
  /** The ERP makes the order and never answers. */
  answerLost: boolean;
}

const COMPANY = 'Nordwind Maschinen GmbH';
const DEAL = { id: '88412070', name: 'Cooling circuit, hall 3' };

/** Opens the company, reads the orders, opens the deal, sends it in spite of its warnings with a double click, sees the number; then asks ERP and CRM themselves. */
export async function takeJourney(
  stack: Stack,
  browser: Browser,
  shotsDir: string | null,
  mishaps: Mishaps,
): Promise<JourneyFindings> {
  const person = await Salesperson.open(browser, stack.page, shotsDir);
  const { page } = person;
  await person.picture('companies');

  await person.openRecord('Companies', COMPANY);
  await person.picture('company');
  const clickedAt = performance.now();
  await person.openTab('ERP');
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^\d{6}$/ }) });
  await rows.first().waitFor();
  const panelMs = Math.round(performance.now() - clickedAt);
  const ordersShown = await rows.count();
  await person.see(/as of .* ago|just now/);
  await person.picture('company-card');

  await rows.nth(2).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Back', exact: true }).waitFor();
  await person.see(/Shipped on|shipped/i);
  await person.picture('order');

  await person.openRecord('Deals', DEAL.name);
  await person.openTab('Send to ERP');
  await person.see(/things to look at before you send/);
  await person.picture('deal-card');

  if (mishaps.agentOff) await stack.stopAgent();
  // The card asks after 1, 3, 7 … s: an order that is found at once would never be seen in doubt.
  if (mishaps.answerLost) await nextOrderMeets(stack.erpControl, 'no-answer-after-commit', 6_000);
  await person.press('Send anyway');
  await person.see('You send it although:');
  await person.picture('confirmation');
  await person.pressTwice('Send anyway');

  if (mishaps.agentOff) {
    await person.see('Your order is kept and goes out by itself when the link is back.');
    await person.picture('kept');
    await stack.startAgent();
  }
  if (mishaps.answerLost) {
    await person.see('The ERP has not confirmed yet.');
    await person.picture('being-confirmed');
  }
  const sentence = await person.see(/Order \d+ is in the ERP and its number is on this deal\./);
  const pushedOrder = /Order (\d+)/.exec(sentence)?.[1] ?? '';
  await page.getByText(pushedOrder).nth(1).waitFor();
  await person.picture('pushed');
  if (person.problems.length > 0) throw new Error(`the browser complained: ${person.problems.join('; ')}`);

  await page.close();
  return { panelMs, ordersShown, pushedOrder, ...(await evidenceOf(stack, DEAL.id, pushedOrder)) };
}
