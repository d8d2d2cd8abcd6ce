/** What could not be had is asked for again by hand; for as long as no answer comes, the card shows that it asks. */
import { Button } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyContent } from '../src/app/cards/company/CompanyContent.tsx';
import { companyView, failed, refusal } from './payloads.ts';
import { holdClock, type Play, stage } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const open = (play: Play) => stage(CompanyContent, play);
type Card = ReturnType<typeof open>;

/** A gateway whose second answer to a question of that kind never comes. */
const silentAfterFirst =
  (first: unknown, kind = '', others: unknown = companyView()): Play =>
  ({ path }, calls) => {
    if (!path.includes(kind)) return others;
    return calls.filter((call) => call.path.includes(kind)).length === 1 ? first : new Promise(() => undefined);
  };
const labelled = (label: string) => (node: { text: string | null }) => node.text === label;

test.each([
  ['no first answer', refusal('crm.unavailable')],
  ['a section that failed', companyView({ invoices: failed('erp.fault') })],
  ['an unknown customer', companyView({ customer: failed('erp.not-found') })],
])('“Try again” says that it does, and cannot be pressed twice: %s', async (_why, first) => {
  const card = open(silentAfterFirst(first));
  await card.shows('Try again');
  card.clickOn('Try again');
  await card.shows('Trying again');
  expect(card.find(Button, labelled('Trying again')).props.disabled).toBe(true);
  expect(card.maybeFind(Button, labelled('Try again'))).toBeNull();
  expect(card.calls).toHaveLength(2);
});

test('“Try again” says that it does where a search, an order or a candidate could not be had', async () => {
  const refused = refusal('crm.unavailable');
  const retry = async (card: Card): Promise<void> => {
    await card.shows('The CRM is not answering.');
    card.clickOn('Try again');
    await card.shows('Trying again');
  };
  const search = open(silentAfterFirst(refused, '/search'));
  await search.shows('240871');
  search.searchFor('4711');
  await retry(search);
  const detail = open(silentAfterFirst(refused, '/orders/'));
  await detail.shows('240871');
  detail.clickOn('240871');
  await retry(detail);
  await retry(open(silentAfterFirst(refused, '/candidates', refusal('customer.not-linked'))));
});
