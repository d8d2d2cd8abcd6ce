import { Button, LoadingButton, StepIndicator } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDealCard } from './deal-stage.ts';
import { cardError, dealView, failed, linkDown, loading, push, pushAnswer, refusal, stockView } from './payloads.ts';
import { HASH, previewView } from './preview-payloads.ts';
import { holdClock } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const SECOND = 'p_2c0a8e77f3d94b26';
const isRevision2 = ({ body }: Record<string, unknown>): boolean => (body as { revision: number }).revision === 2;
const SENT = dealView({ push: push('done') });

test('stock after sending: loading comes by itself, a failure stays beside the lines', async () => {
  const card = openDealCard({
    deal: () => SENT,
    stock: (_call, calls) =>
      stockView(calls.filter(({ path }) => path.startsWith('stock')).length === 1 ? loading : undefined),
  });
  await card.shows('Stock: asking the ERP');
  await card.passMs(1000);
  await card.shows('40 now');
  const broken = openDealCard({ deal: () => SENT, stock: () => stockView(failed('erp.timed-out')) });
  await broken.shows('Stock: The ERP took too long to answer.');
  expect(broken.text()).toContain('PUMP-0040');
});

test('sending: a double click sends once, and only what was decided and no header', async () => {
  const card = openDealCard({ send: () => new Promise(() => undefined) });
  await card.shows('Checked with the ERP');
  const confirm = card.confirmButton();
  confirm.trigger('onClick');
  confirm.trigger('onClick');
  await card.shows('Sending to ERP');
  expect(card.posts().map(({ path }) => path)).toEqual(['deals/88412070/pushes?locale=en-GB']);
  expect(card.posts()[0]?.options).toEqual({
    method: 'POST',
    timeout: 15_000,
    body: { revision: 1, previewHash: HASH, override: false },
  });
  expect(card.find(LoadingButton).props).toMatchObject({ loading: true, disabled: true });
});

test('after sending, the order’s life takes the button’s place, step by step, and the record is refreshed once', async () => {
  const life = ['sending', 'confirmed', 'done'];
  const card = openDealCard({ push: () => pushAnswer(life.shift() ?? 'done') });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  const steps = () => card.find(StepIndicator).props;
  expect(steps().stepNames[0]).toMatch(/^Accepted \d\d:\d\d$/);
  await card.passMs(1000);
  await card.shows('Your order is being sent to the ERP.');
  await card.passMs(2000);
  await card.shows('Order 240871 is in the ERP.');
  expect(card.actions.refreshObjectProperties.callCount).toBe(0);
  await card.passMs(4000);
  await card.shows('Order 240871 is in the ERP and its number is on this deal.');
  expect(steps().stepNames[2]).toMatch(/^Order 240871 \d\d:\d\d$/);
  expect(steps().stepNames[3]).toMatch(/^Deal updated \d\d:\d\d$/);
  expect(card.actions.refreshObjectProperties.callCount).toBe(1);
  const asked = card.calls.length;
  await card.passMs(600_000);
  expect(card.calls).toHaveLength(asked);
});

test('in doubt: the card says that it is checked and not sent twice, and shows no button to send', async () => {
  const card = openDealCard({ deal: () => dealView({ push: push('in-doubt') }), push: () => pushAnswer('in-doubt') });
  await card.shows('The ERP has not confirmed yet.');
  expect(card.text()).toContain('We are checking, and it will not be sent twice. You can close this page.');
  expect(card.maybeFind(LoadingButton)).toBeNull();
  expect(card.maybeFind(Button, (node) => node.props.overlay !== undefined)).toBeNull();
});

test('link down: the order can be sent, is kept, and goes out by itself', async () => {
  const card = openDealCard({
    deal: () => dealView(linkDown),
    preview: () => previewView({}, linkDown),
    send: () => pushAnswer('accepted', {}, linkDown.link),
  });
  await card.shows('You can send all the same');
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and goes out by itself when the link is back.');
});

test('link down before the order is sent: its return is looked for, and then nothing is said of it', async () => {
  const card = openDealCard({
    deal: () => dealView(linkDown),
    preview: (_call, calls) =>
      previewView({}, calls.filter(({ path }) => path.includes('/preview')).length < 3 ? linkDown : {}),
  });
  await card.shows('You can send all the same');
  await card.passMs(30_000);
  expect(card.text()).toContain('You can send all the same');
  await card.passMs(30_000);
  await vi.waitFor(() => expect(card.text()).not.toContain('You can send all the same'));
});

test('link down: a deal that is blocked is not said to be sendable', async () => {
  const card = openDealCard({
    deal: () => dealView(linkDown),
    preview: () => previewView({ level: 'block' }, linkDown),
  });
  await card.shows('PUMP-0040');
  expect(card.text()).not.toContain('You can send all the same');
});

test('refused: the ERP’s reason and what to do; sending again is a new revision', async () => {
  const refused = push('refused', { problem: cardError('erp.rejected', 'The customer is blocked.') });
  const card = openDealCard({
    deal: () => dealView({ push: refused }),
    send: () => pushAnswer('accepted', { revision: 2, pushId: 'p_2c0a8e77f3d94b26' }),
  });
  await card.shows('The customer is blocked.');
  expect(card.text()).toContain('Correct what it names, then send again.');
  expect(card.text()).not.toContain('Status as of');
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()[0]?.options.body).toEqual({ revision: 2, previewHash: HASH, override: false });
});

test('refused while the reader looks on: the reason comes by itself, and so does the way to send again', async () => {
  const refused = () => pushAnswer('refused', { problem: cardError('erp.rejected', 'Posting period is closed') });
  const card = openDealCard({
    push: (call) => (call.path.endsWith(SECOND) ? pushAnswer('done', { revision: 2, pushId: SECOND }) : refused()),
    send: (call) => pushAnswer('accepted', isRevision2(call.options) ? { revision: 2, pushId: SECOND } : {}),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept');
  expect(card.maybeFind(Button, (node) => node.props.overlay !== undefined)).toBeNull();
  await card.passMs(1000);
  await card.shows('The ERP refused this: Posting period is closed');
  expect(card.find(StepIndicator).props.stepNames[2]).toMatch(/^Refused/);
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept');
  expect(card.posts().map(({ options }) => isRevision2(options))).toEqual([false, true]);
});

test('parked: somebody has to look, and nothing can be sent', async () => {
  const card = openDealCard({
    deal: () => dealView({ push: push('parked', { problem: cardError('push.order-twice') }) }),
  });
  await card.shows('Someone needs to look at this: The ERP has more than one order for this deal.');
  expect(card.text()).toContain('Copy reference');
  expect(card.maybeFind(Button, (node) => node.props.overlay !== undefined)).toBeNull();
});

test('given up: the deal may be sent again, as its next revision', async () => {
  const givenUp = push('given-up', { problem: cardError('push.given-up') });
  const card = openDealCard({
    deal: () => dealView({ push: givenUp }),
    send: () => pushAnswer('accepted', { revision: 2, pushId: 'p_2c0a8e77f3d94b26' }),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept');
  expect(card.posts()[0]?.options.body).toEqual({ revision: 2, previewHash: HASH, override: false });
});

test('the order’s status in the ERP stands beside its life', async () => {
  const card = openDealCard({ deal: () => dealView({ push: push('done', { orderStatus: 'part-shipped' }) }) });
  await card.shows('In the ERP the order is');
  expect(card.text()).toContain('Part shipped');
});

test('already sent: the order’s number stands in the button’s place and nothing is asked again', async () => {
  const card = openDealCard({ deal: () => dealView({ push: push('done') }) });
  await card.shows('Order 240871 is in the ERP and its number is on this deal.');
  await card.shows('PO 4500012');
  await card.passMs(600_000);
  expect(card.calls.filter(({ path }) => path.startsWith('pushes'))).toEqual([]);
  expect(card.actions.refreshObjectProperties.callCount).toBe(0);
});

test('a lost answer to a send is looked up: if the order was taken, its life is shown', async () => {
  const card = openDealCard({
    send: () => Promise.reject(new Error('timeout')),
    deal: (_call, calls) => dealView(calls.some(({ method }) => method === 'POST') ? { push: push('accepted') } : {}),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()).toHaveLength(1);
});

test('a lost answer to a send is not told any more once its order is known, whatever becomes of it', async () => {
  const refused = push('refused', { problem: cardError('erp.rejected', 'Posting period is closed') });
  const card = openDealCard({
    send: () => Promise.reject(new Error('timeout')),
    deal: (_call, calls) => dealView(calls.some(({ method }) => method === 'POST') ? { push: push('accepted') } : {}),
    push: () => pushAnswer('refused', refused),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  await card.passMs(1000);
  await card.shows('The ERP refused this: Posting period is closed');
  await card.shows('Checked with the ERP');
  expect(card.text()).not.toContain('Send to ERP: The ERP link did not answer.');
});

test('error: message, advice, reference', async () => {
  const card = openDealCard({ deal: () => refusal('crm.not-found') });
  await card.shows('The CRM does not know this record.');
  expect(card.text()).toContain('0123456789ab');
});
