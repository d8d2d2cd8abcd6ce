import { Button, LoadingButton, LoadingSpinner, ModalBody, StatusTag } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDealCard } from './deal-stage.ts';
import { cardError, dealView, NOW } from './payloads.ts';
import {
  blockedPreview,
  candidate,
  candidatesView,
  HASH,
  NOT_A_NUMBER,
  previewLine,
  previewView,
  warningPreview,
} from './preview-payloads.ts';
import { holdClock, wordsOf } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('loading: the card says that the ERP is being asked', async () => {
  const card = openDealCard({ deal: () => new Promise(() => undefined) });
  expect(card.find(LoadingSpinner).props.label).toBe('Asking the ERP');
});

test('ready: each line stands beside what the ERP says, and the button asks before it sends', async () => {
  const three = ['PUMP-0040', 'SEAL-0009', 'KIT-X'].map((itemId) => previewLine(itemId, '10.50', '2'));
  const card = openDealCard({ preview: () => previewView({ lines: three }) });
  await card.shows('Checked with the ERP: nothing stands in the way.');
  expect(card.calls.map(({ path }) => path)).toEqual(['deals/123', 'deals/88412070/preview?locale=en-GB']);
  expect(card.text()).toContain('Nordwind Maschinen GmbH · customer 10447 · Kontor ERP');
  expect(String(card.dialog())).toContain(
    'Creates a sales order for Nordwind Maschinen GmbH with 3 lines over €63.00 net. It is made once, also if you click again.',
  );
  expect(card.posts()).toEqual([]);
});

test('the preview comes in two steps: it is asked for again by itself until the ERP has said everything', async () => {
  const hashOf = (loading: boolean): string => (loading ? 'b' : 'a').repeat(64);
  const card = openDealCard({
    preview: (_call, calls) => previewView({ hash: hashOf(calls.length < 4) }, { loading: calls.length < 4 }),
  });
  await card.shows('Asking the ERP');
  await card.passMs(1300);
  await card.shows('Checked with the ERP');
  const asked = card.previews().length;
  await card.passMs(60_000);
  expect(card.previews()).toHaveLength(asked);
  // That more came of it is no reason to read the deal again.
  expect(card.calls.filter(({ path }) => path === 'deals/123')).toHaveLength(1);
});

test('what the ERP could not be asked about is asked about again by itself, as its sentence says', async () => {
  const paused =
    'The stock could not be checked. The ERP is not answering; it is given a pause and asked again by itself.';
  const unasked = { code: 'stock.unknown', level: 'warn', line: null, message: paused };
  const card = openDealCard({
    preview: (_call, calls) =>
      calls.filter(({ path }) => path.includes('/preview')).length === 1
        ? warningPreview({ findings: [unasked] })
        : previewView(),
  });
  await card.shows('it is given a pause and asked again by itself.');
  await card.passMs(30_000);
  await card.shows('Checked with the ERP');
  expect(card.previews().map(({ path }) => path.includes('refresh'))).toEqual([false, false]);
  await card.passMs(600_000);
  expect(card.previews()).toHaveLength(2);
});

test('blocked: what stands in the way comes first, in a sentence each, and the button cannot be pressed', async () => {
  const card = openDealCard({ preview: () => blockedPreview() });
  await card.shows('KIT-X is not in the ERP. Choose an item or remove the line.');
  expect(card.alerts()).toEqual(['1 thing stands in the way.', '1 thing to look at before you send.']);
  expect(card.findAll(StatusTag).map(({ text }) => text)).toEqual(['Fine', 'Look', 'Stop']);
  expect(card.text()).toContain('60 now, 200 on 28 Nov');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('a warning is sent in spite of only after it was said once more, and the hash of what was seen goes along', async () => {
  const card = openDealCard({ preview: () => warningPreview() });
  await card.shows('SEAL-0009 is €0.70 under the ERP price.');
  expect(String(card.dialog('Send anyway').find(ModalBody))).toContain('SEAL-0009 is €0.70 under the ERP price.');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()[0]?.options.body).toEqual({ revision: 1, previewHash: HASH, override: true });
});

test('a warning that the reader may not override leaves the button shut and says why', async () => {
  const card = openDealCard({ preview: () => warningPreview({ mayOverride: false }) });
  await card.shows('You may not send this deal as it is.');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('something changed since the reader looked: it says so and shows the new preview, and what was shown stays until it is there', async () => {
  const changed = cardError('preview.changed', 'The price of PUMP-0040 changed.');
  const held = Promise.withResolvers<unknown>();
  const card = openDealCard({
    send: () => ({ ok: false, error: changed }),
    preview: (_call, calls) => (calls.some(({ method }) => method === 'POST') ? held.promise : previewView()),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Send to ERP: The price of PUMP-0040 changed.');
  await card.until(() => card.previews().length === 2);
  expect(card.previews()[1]?.path).toContain('refresh=true');
  expect(card.maybeFind(LoadingSpinner)).toBeNull();
  expect(card.text()).toContain('Checked with the ERP');
  held.resolve(blockedPreview());
  await card.shows('KIT-X is not in the ERP.');
  expect(card.text()).toContain('The price of PUMP-0040 changed.');
});

test('why a send was refused is gone once the reader has everything checked again', async () => {
  const changed = cardError('preview.changed', 'The price of PUMP-0040 changed.');
  const card = openDealCard({ send: () => ({ ok: false, error: changed }) });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Send to ERP: The price of PUMP-0040 changed.');
  await card.until(() => card.previews().length === 2);
  await vi.waitFor(() => card.clickOn('Check again'));
  await vi.waitFor(() => expect(card.text()).not.toContain('The price of PUMP-0040 changed.'));
});

test('not linked: candidates with the reason in words; linking one asks for the preview anew', async () => {
  const unmatched = { code: 'customer.unmatched', level: 'block', line: null, message: 'The customer is not certain.' };
  const candidates = [candidate({ reasons: ['tax-id', 'name'], score: 0.8 }), candidate({ customerId: '10990' })];
  const unsure = blockedPreview({ customer: null, findings: [unmatched] });
  const card = openDealCard({
    preview: (_call, calls) => (calls.some(({ method }) => method === 'PUT') ? previewView() : unsure),
    candidates: () => candidatesView(...candidates),
  });
  await card.shows('same VAT id and similar name');
  expect(card.text()).toContain('Which ERP customer is Nordwind Maschinen GmbH?');
  const [link] = card.findAll(Button, (node) => node.text === 'Link');
  link?.trigger('onClick');
  link?.trigger('onClick');
  await card.shows('Checked with the ERP');
  const puts = card.calls.filter(({ method }) => method === 'PUT');
  expect(puts.map(({ path, options }) => [path, options.body])).toEqual([
    ['companies/501/customer', { customerId: '10447' }],
  ]);
});

test('not linked: anybody else is found by name', async () => {
  const unsure = blockedPreview({ customer: null });
  const card = openDealCard({
    preview: () => unsure,
    candidates: ({ path }) => candidatesView(...(path.includes('search=') ? [candidate({ name: 'Südwind AG' })] : [])),
  });
  await card.shows('The ERP has no customer that looks like it.');
  card.searchFor('südwind');
  await card.shows('Südwind AG');
  expect(card.calls.at(-1)?.path).toBe('companies/501/candidates?search=s%C3%BCdwind');
});

test('blocked by the deal itself: every reason is said with what to do', async () => {
  const card = openDealCard({
    deal: () => dealView({ blockers: [cardError('deal.line-invalid', 'KIT-X has no price.')] }),
  });
  await card.shows('KIT-X has no price.');
  expect(card.text()).toContain('Correct the line item, then send again.');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('a line that is not a number is shown as such and does not break the card', async () => {
  const card = openDealCard({ preview: () => blockedPreview({ lines: [NOT_A_NUMBER] }) });
  await card.shows('not a number');
});

test('the question before sending is about the lines that the preview shows, and a changed deal is asked for anew', async () => {
  const isChanged = (calls: readonly { path: string }[]): boolean =>
    calls.filter(({ path }) => path.includes('/preview')).length > 1;
  const quantity = (calls: readonly { path: string }[]): string => (isChanged(calls) ? '120' : '12');
  const down = { link: { online: false, since: NOW } };
  const card = openDealCard({
    deal: (_call, calls) => {
      const line = { itemId: 'PUMP-0040', name: 'Pump', quantity: quantity(calls), unitPrice: '410.00' };
      const view = dealView(down, [line]);
      return isChanged(calls) && view.ok ? { ...view, deal: { ...view.deal, currency: 'USD' } } : view;
    },
    // The line is changed in HubSpot; the card asks for the preview again by itself.
    preview: (_call, calls) => {
      const lines = [previewLine('PUMP-0040', '410.00', quantity(calls))];
      return previewView({ lines, hash: (isChanged(calls) ? 'b' : 'a').repeat(64) }, down);
    },
  });
  await card.shows('You can send all the same');
  expect(wordsOf(card.dialog().find(ModalBody))).toContain('€4,920.00');
  const deals = () => card.calls.filter(({ path }) => /^deals\/\d+$/.test(path)).length;
  expect(deals()).toBe(1);
  await card.passMs(30_000);
  await card.shows('120');
  await card.until(() => wordsOf(card.dialog().find(ModalBody)).includes('US$49,200.00'));
  // The preview stays what it is: the deal is not asked for again.
  await card.passMs(60_000);
  expect(deals()).toBe(2);
});
