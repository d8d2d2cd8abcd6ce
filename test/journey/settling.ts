import type { Browser } from 'playwright-core';
import { newOrder, SoapCaller, textsAt } from '../sandbox/erp/soap-caller.ts';
import type { Stack } from '../sandbox/stack.ts';
import { evidenceOf, nextOrderMeets } from './deal-evidence.ts';
import { Salesperson } from './salesperson.ts';

/** What came of the deals that need a person. */
export interface SettlingFindings {
  /** What the preview says stands in the way of a deal with an unknown item. */
  blockedBy: string;
  /** The button of that deal cannot be pressed. */
  sendShut: boolean;
  /** The customer that a person chose out of two. */
  linkedTo: string;
  /** What the card says of a push that nobody could settle. */
  parkedBecause: string;
  /** The order that a person said it is. */
  settledOrder: string;
  ordersInErpForReference: number;
  writtenBack: boolean;
}

const BLOCKED = 'Brewhouse refit';
const TWO_ENTRIES = { name: 'Pump station, spare pump', customerId: '10507' };
const PARKED = { id: '88412071', name: 'Bottling line spare parts' };

/**
 * Three deals that a machine must not decide alone: one with an item that the ERP does not know, one whose company
 * the ERP has twice, and one whose order a colleague typed in by hand, with another quantity, while the answer to
 * ours got lost.
 */
export async function settleByHand(stack: Stack, browser: Browser, shotsDir: string | null): Promise<SettlingFindings> {
  const person = await Salesperson.open(browser, stack.page, shotsDir);
  const { page } = person;

  await person.openRecord('Deals', BLOCKED);
  await person.openTab('Send to ERP');
  const blockedBy = await person.see(/KIT-X is not/);
  const sendShut = await page.getByRole('button', { name: /^Send/ }).last().isDisabled();
  await person.picture('blocked');

  await person.openRecord('Deals', TWO_ENTRIES.name);
  await person.openTab('Send to ERP');
  const entry = page.getByRole('row').filter({ hasText: TWO_ENTRIES.customerId });
  await entry.waitFor();
  await person.picture('which-customer');
  await entry.getByRole('button', { name: 'Link' }).click();
  const linked = await person.see(/customer 1050\d/);
  await person.see(/nothing stands in the way|to look at before you send/);
  await person.picture('linked');

  const colleague = new SoapCaller(stack.erpEndpoint);
  await colleague.logIn(stack.erpPassword);
  const typedIn = await colleague.call('AuftragAnlegen', newOrder({ FremdReferenz: `DB-${PARKED.id}-1` }));
  const colleaguesOrder = (textsAt(typedIn.element, 'AuftragsNr')[0] ?? '').replace(/^0+/, '');
  await nextOrderMeets(stack.erpControl, 'abort');
  await person.openRecord('Deals', PARKED.name);
  await person.openTab('Send to ERP');
  await person.see(/nothing stands in the way|to look at before you send/);
  await page.getByRole('button', { name: /^Send (to ERP|anyway)$/ }).click();
  await page
    .getByRole('button', { name: /^Send (to ERP|anyway)$/ })
    .last()
    .click();
  const parkedBecause = await person.see(/^Someone needs to look at this/);
  await person.picture('parked');
  await person.press('It is this order');
  await page.getByLabel('Order number in the ERP').fill(colleaguesOrder);
  await person.picture('which-order');
  await person.press('Link this order');
  const sentence = await person.see(/Order \d+ is in the ERP and its number is on this deal\./);
  const settledOrder = /Order (\d+)/.exec(sentence)?.[1] ?? '';
  await person.picture('settled');
  if (person.problems.length > 0) throw new Error(`the browser complained: ${person.problems.join('; ')}`);
  await page.close();
  return {
    blockedBy,
    sendShut,
    linkedTo: /customer (\d+)/.exec(linked)?.[1] ?? '',
    parkedBecause,
    settledOrder,
    ...(await evidenceOf(stack, PARKED.id, colleaguesOrder)),
  };
}
