/** Which customer of the ERP a company is: asked, searched for, linked. */
import { Button, LoadingSpinner } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyContent } from '../src/app/cards/company/CompanyContent.tsx';
import { companyView, refusal } from './payloads.ts';
import { candidate, candidatesView, linkAnswer } from './preview-payloads.ts';
import { holdClock, type Play, stage } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const open = (play: Play) => stage(CompanyContent, play);

test('not linked: the card asks which customer it is, says why each may be, and opens once one is linked', async () => {
  const isLinked = (calls: readonly { method: string }[]) => calls.some(({ method }) => method === 'PUT');
  const card = open(({ path, method }, calls) => {
    if (method === 'PUT') return linkAnswer();
    if (path.includes('/candidates')) return candidatesView(candidate({ reasons: ['email-domain', 'town'] }));
    return isLinked(calls) ? companyView() : refusal('customer.not-linked');
  });
  await card.shows('This company is not linked to an ERP customer yet. Which one is it?');
  await card.shows('same e-mail domain and same town');
  card.clickOn('Link');
  await card.shows('2 invoices overdue');
});

test('not linked and nobody fits: the card says so, and why where the ERP could not be asked', async () => {
  const nobody = open(({ path }) => (path.includes('/candidates') ? candidatesView() : refusal('customer.not-linked')));
  await nobody.shows('The ERP has no customer that looks like it.');
  const unasked = open(({ path }) => refusal(path.includes('/candidates') ? 'agent.offline' : 'customer.not-linked'));
  await unasked.shows('The link to the ERP is down.');
});

/** The card of a company that is not linked; the answers about candidates are the test's. */
const openUnlinked = (answer: (asks: readonly string[]) => unknown) => {
  const asksOf = (calls: readonly { path: string }[]) =>
    calls.map(({ path }) => path).filter((path) => path.includes('/candidates'));
  const card = open(({ path }, calls) =>
    path.includes('/candidates') ? answer(asksOf(calls)) : refusal('customer.not-linked'),
  );
  return { ...card, asks: () => asksOf(card.calls) };
};
const loading = (...candidates: unknown[]) => ({ ...candidatesView(...candidates), loading: true });
const SEARCH = 'companies/123/candidates?search=Wattwerk';

test('a customer that was made in the ERP since is found by the same search again: the ERP is asked anew', async () => {
  const made = Promise.withResolvers<unknown>();
  const card = openUnlinked((asks) => (asks.length < 3 ? candidatesView() : made.promise));
  await card.shows('The ERP has no customer that looks like it.');
  card.searchFor('Wattwerk');
  await card.shows('The ERP has no customer for “Wattwerk”.');
  card.searchFor('Wattwerk ');
  await card.until(() => card.asks().length === 3);
  expect(card.find(LoadingSpinner).props.label).toBe('Asking the ERP');
  expect(card.text()).not.toContain('has no customer for');
  card.searchFor('Wattwerk');
  made.resolve(candidatesView(candidate({ name: 'Wattwerk Offshore GmbH' })));
  await card.shows('Wattwerk Offshore GmbH');
  expect(card.asks()).toEqual(['companies/123/candidates', SEARCH, `${SEARCH}&refresh=true`]);
});

test.each([
  ['nobody', []],
  ['somebody', [candidate()]],
])(
  'a search that the ERP never ends is given up after a minute, with a way to try again: %s was found',
  async (_who, found) => {
    const card = openUnlinked(() => loading(...found));
    await card.shows('Asking the ERP');
    for (let second = 0; second < 70; second += 1) await card.passMs(1000);
    await card.shows('Customers: the ERP has not answered yet.');
    expect(card.maybeFind(LoadingSpinner)).toBeNull();
    const asked = card.asks().length;
    card.clickOn('Try again');
    await card.until(() => card.asks().length > asked);
    expect(card.asks().at(-1)).toBe('companies/123/candidates?refresh=true');
  },
);

test('a name that is cut in the middle of an emoji is searched for without the half of it', async () => {
  const card = open(({ path }) => (path.includes('/candidates') ? candidatesView() : refusal('customer.not-linked')));
  await card.shows('The ERP has no customer that looks like it.');
  card.searchFor(`${'N'.repeat(99)}🚀 GmbH`);
  await card.shows(`The ERP has no customer for “${'N'.repeat(99)}”.`);
  expect(card.calls.at(-1)?.path).toContain(`search=${'N'.repeat(99)}`);
});

test('after a link no other customer can be linked while the card loads, and again where that shows none', async () => {
  const held = Promise.withResolvers<unknown>();
  const card = open(({ path, method }, calls) => {
    if (method === 'PUT') return linkAnswer();
    if (path.includes('/candidates')) return candidatesView(candidate(), candidate({ customerId: '10990' }));
    return calls.some((one) => one.method === 'PUT') ? held.promise : refusal('customer.not-linked');
  });
  await card.shows('10990');
  const links = () => card.findAll(Button, (node) => node.text === 'Link' && node.props.disabled !== true);
  links()[0]?.trigger('onClick');
  await card.until(() => card.calls.at(-1)?.path.includes('refresh=true') === true);
  expect(links()).toHaveLength(0);
  held.resolve(refusal('customer.not-linked'));
  await card.until(() => links().length === 2);
});
