import { Button, EmptyState, SearchInput, TableBody } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyContent } from '../src/app/cards/company/CompanyContent.tsx';
import { companyView, failed, found, loading, order, orderView, refusal, searchView, stale } from './payloads.ts';
import { holdClock, type Play, stage, wordsOf } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A company card whose searches are answered by the test. */
async function open(answer: Play) {
  const card = stage(CompanyContent, (call, calls) => {
    if (call.path.includes('/search')) return answer(call, calls);
    return call.path.includes('/orders/') ? orderView() : companyView();
  });
  await card.shows('240855');
  const searches = () => card.calls.map(({ path }) => path).filter((path) => path.includes('/search'));
  return { ...card, searches };
}

test('any number is asked for on Enter, and the orders are shown with what matched', async () => {
  const card = await open(() => searchView({ delivery: found(order({ orderId: '240777' })) }));
  expect(card.find(SearchInput).props.label).toBe('Order, PO, invoice or delivery number');
  card.searchFor(' 810022 ');
  await card.shows('1 order found for “810022”');
  expect(card.searches()).toEqual(['companies/123/search?number=810022']);
  expect(wordsOf(card.find(TableBody))).toContain('240777 by delivery number');
  expect(card.text()).not.toContain('240855');
});

test('an order that several numbers lead to stands once', async () => {
  const card = await open(() => searchView({ order: found(order()), invoice: found(order()) }));
  card.searchFor('240871');
  await card.shows('by order and invoice number');
  expect(card.find(TableBody).findAll(Button)).toHaveLength(1);
});

test('what is typed reaches the gateway unchanged, whatever it is', async () => {
  const card = await open(() => searchView());
  const typed = 'PO "7&8" Größe 🚀 طلب';
  card.searchFor(typed);
  await card.shows('Nothing found for');
  expect(card.find(EmptyState).props.title).toBe(`Nothing found for “${typed}”`);
  const asked = new URL(card.searches()[0] ?? '', 'https://gateway.example');
  expect(asked.searchParams.get('number')).toBe(typed);
});

test('nothing found is said clearly only when every kind of number was looked through', async () => {
  const card = await open(() => searchView());
  card.searchFor('4711');
  await card.shows('Nothing found for “4711”');
  expect(card.find(EmptyState).props.title).toBe('Nothing found for “4711”');
  const partly = await open(() => searchView({ delivery: failed('erp.fault') }));
  partly.searchFor('4711');
  await partly.shows('Nothing found for “4711” among order, PO and invoice numbers so far.');
  expect(partly.maybeFind(EmptyState, { title: 'Nothing found for “4711”' })).toBeNull();
});

test('a search that failed in part shows what it found and says where it could not look', async () => {
  const card = await open(() =>
    searchView({ order: found(order()), invoice: failed('erp.fault'), delivery: failed('erp.fault') }),
  );
  card.searchFor('240871');
  await card.shows('by order number');
  expect(card.alerts()).toContain(
    'Invoice and delivery numbers could not be searched: The ERP reported a technical problem.',
  );
  card.clickOn('Try again');
  expect(card.searches().at(-1)).toBe('companies/123/search?number=240871&refresh=true');
});

test('what is still being looked through is asked for again by itself, and given up after a minute', async () => {
  const late = await open((_call, calls) =>
    searchView(calls.length < 4 ? { delivery: loading } : { delivery: found(order({ orderId: '240777' })) }),
  );
  late.searchFor('810022');
  await late.shows('Looking through delivery numbers');
  await late.passMs(1000);
  await late.passMs(2000);
  await late.shows('by delivery number');
  await late.passMs(600_000);
  expect(late.searches()).toHaveLength(3);

  const never = await open(() => searchView({ delivery: loading }));
  never.searchFor('810022');
  await never.shows('Looking through delivery numbers');
  for (let second = 0; second < 70; second += 1) await never.passMs(1000);
  await never.shows('Search of delivery numbers: the ERP has not answered yet.');
  const asked = never.searches().length;
  await never.passMs(600_000);
  expect(never.searches()).toHaveLength(asked);
});

test('a stale result says so, and a search that got no answer says what to do', async () => {
  const aged = await open(() => searchView({ order: stale({ orders: [order()] }, 'erp.unreachable') }));
  aged.searchFor('240871');
  await aged.shows('the ERP is not answering; trying again');
  const refused = await open(() => refusal('crm.unavailable'));
  refused.searchFor('240871');
  await refused.shows('The CRM is not answering.');
});

test('an order that was found opens, and Back returns to what was found without asking again', async () => {
  const card = await open(() => searchView({ delivery: found(order()) }));
  card.searchFor('810022');
  await card.shows('by delivery number');
  card.clickOn('240871');
  await card.shows('0034567');
  card.clickOn('Back');
  await card.shows('by delivery number');
  expect(card.searches()).toHaveLength(1);
});

test('the search ends by its button or by emptying the field, and the lists return', async () => {
  const card = await open(() => searchView());
  for (const end of [() => card.clickOn('Clear search'), () => card.typeInto('onChange', '')]) {
    card.searchFor('4711');
    await card.shows('Nothing found for “4711”');
    end();
    await card.shows('240855');
    expect(card.text()).not.toContain('4711');
  }
});

test('nothing is asked for an empty or an impossible number, and the field says why', async () => {
  const card = await open(() => searchView());
  card.searchFor('   ');
  await card.shows('Enter a number first.');
  card.searchFor('1'.repeat(41));
  await card.shows('A number has at most 40 characters.');
  expect(card.searches()).toEqual([]);
});

test('the same number can be asked for again', async () => {
  const card = await open(() => searchView());
  card.searchFor('4711');
  await card.shows('Nothing found');
  card.searchFor('4711');
  await card.shows('Nothing found');
  expect(card.searches()).toHaveLength(2);
});

test('the same number again, and the card’s Refresh, ask the ERP anew for what was found', async () => {
  const card = await open(() => searchView());
  card.searchFor('4711');
  await card.shows('Nothing found for “4711”');
  card.searchFor('4711');
  await card.until(() => card.searches().length === 2);
  card.clickOn('Refresh');
  await card.until(() => card.searches().length === 3);
  const path = 'companies/123/search?number=4711';
  expect(card.searches()).toEqual([path, `${path}&refresh=true`, `${path}&refresh=true`]);
  card.searchFor('4712');
  await card.shows('Nothing found for “4712”');
  expect(card.searches().at(-1)).toBe('companies/123/search?number=4712');
});
