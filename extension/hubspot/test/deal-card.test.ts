import { Button, LoadingButton, LoadingSpinner, ModalFooter, StatusTag, StepIndicator } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DealContent } from '../src/app/cards/deal/DealContent.tsx';
import { cardError, dealView, failed, linkDown, loading, push, pushAnswer, refusal, stockView } from './payloads.ts';
import { holdClock, type Play, stage } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Plays the gateway: a deal, its stock, and what follows a push. */
function open(answers: { deal?: Play; stock?: Play; send?: Play; push?: Play } = {}) {
  const played: Play = (call, calls) => {
    if (call.method === 'POST') return (answers.send ?? (() => pushAnswer('accepted')))(call, calls);
    if (call.path.startsWith('stock')) return (answers.stock ?? (() => stockView()))(call, calls);
    if (call.path.startsWith('pushes')) return (answers.push ?? (() => pushAnswer('done')))(call, calls);
    return (answers.deal ?? (() => dealView()))(call, calls);
  };
  const card = stage(DealContent, played);
  const confirmButton = () => {
    const asking = card.find(Button, (node) => node.props.overlay !== undefined).props.overlay;
    return (asking as unknown as typeof card).find(ModalFooter).find(Button, { variant: 'primary' });
  };
  const posts = () => card.calls.filter(({ method }) => method === 'POST');
  return { ...card, confirmButton, posts };
}

test('loading: the card says that the ERP is being asked', async () => {
  const card = open({ deal: () => new Promise(() => undefined) });
  expect(card.find(LoadingSpinner).props.label).toBe('Asking the ERP');
  await card.asked;
});

test('ready: the lines stand with what the ERP can promise, and the button asks before it sends', async () => {
  const card = open();
  await card.shows('60 now, 200 on 28 Nov');
  expect(card.findAll(StatusTag).map(({ text, props }) => [text, props.variant])).toEqual([
    ['40 now', 'success'],
    ['60 now, 200 on 28 Nov', 'warning'],
    ['not known in the ERP', 'danger'],
  ]);
  expect(card.calls[1]?.path).toBe('stock?item=PUMP-0040&item=SEAL-0009&item=KIT-X');
  const asking = card.find(Button, (node) => node.props.overlay !== undefined).props.overlay;
  expect(String(asking)).toContain(
    'Creates a sales order for Nordwind Maschinen GmbH with 3 lines over €6,389.20 net. It is made once, also if you click again.',
  );
  expect(card.posts()).toEqual([]);
});

test('blocked: every reason is said with what to do, and the button cannot be pressed', async () => {
  const card = open({ deal: () => dealView({ blockers: [cardError('deal.line-invalid', 'KIT-X has no price.')] }) });
  await card.shows('KIT-X has no price.');
  expect(card.text()).toContain('Correct the line item, then send again.');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('a line that is not a number is shown as such and does not break the card', async () => {
  const lines = [{ itemId: 'PUMP-0040', name: 'Pump', quantity: null, unitPrice: null }];
  const card = open({ deal: () => dealView({ blockers: [cardError('deal.line-invalid')] }, lines) });
  await card.shows('not a number');
});

test('a deal without items asks for no stock', async () => {
  const card = open({ deal: () => dealView({ blockers: [cardError('deal.no-lines')] }, []) });
  await card.shows('This deal has no line items.');
  card.clickOn('Check again');
  await card.passMs(60_000);
  expect(card.calls.filter(({ path }) => path.startsWith('stock'))).toEqual([]);
});

test('stock: loading comes by itself, a failure stays beside the lines', async () => {
  const card = open({
    stock: (_call, calls) =>
      stockView(calls.filter(({ path }) => path.startsWith('stock')).length === 1 ? loading : undefined),
  });
  await card.shows('Stock: asking the ERP');
  await card.passMs(1000);
  await card.shows('40 now');
  const broken = open({ stock: () => stockView(failed('erp.timed-out')) });
  await broken.shows('Stock: The ERP took too long to answer.');
  expect(broken.text()).toContain('PUMP-0040');
});

test('sending: a double click sends once, and only revision and no header', async () => {
  const card = open({ send: () => new Promise(() => undefined) });
  await card.shows('Send to ERP');
  const confirm = card.confirmButton();
  confirm.trigger('onClick');
  confirm.trigger('onClick');
  await card.shows('Sending to ERP');
  expect(card.posts().map(({ path }) => path)).toEqual(['deals/88412070/pushes']);
  expect(card.posts()[0]?.options).toEqual({ method: 'POST', timeout: 15_000, body: { revision: 1 } });
  expect(card.find(LoadingButton).props).toMatchObject({ loading: true, disabled: true });
});

test('after sending, the order’s life takes the button’s place, step by step, and the record is refreshed once', async () => {
  const life = ['sending', 'confirmed', 'done'];
  const card = open({ push: () => pushAnswer(life.shift() ?? 'done') });
  await card.shows('Send to ERP');
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
  const card = open({ deal: () => dealView({ push: push('in-doubt') }), push: () => pushAnswer('in-doubt') });
  await card.shows('The ERP has not confirmed yet.');
  expect(card.text()).toContain('We are checking, and it will not be sent twice. You can close this page.');
  expect(card.maybeFind(LoadingButton)).toBeNull();
  expect(card.maybeFind(Button, (node) => node.props.overlay !== undefined)).toBeNull();
});

test('link down: the order can be sent, is kept, and goes out by itself', async () => {
  const card = open({ deal: () => dealView(linkDown), send: () => pushAnswer('accepted', {}, linkDown.link) });
  await card.shows('You can send all the same');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and goes out by itself when the link is back.');
});

test('refused: the ERP’s reason and what to do; sending again is a new revision', async () => {
  const refused = push('refused', { problem: cardError('erp.rejected', 'The customer is blocked.') });
  const card = open({
    deal: () => dealView({ push: refused }),
    send: () => pushAnswer('accepted', { revision: 2, pushId: 'p_2c0a8e77f3d94b26' }),
  });
  await card.shows('The customer is blocked.');
  expect(card.text()).toContain('Correct what it names, then send again.');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()[0]?.options.body).toEqual({ revision: 2 });
});

test('parked: somebody has to look, and nothing can be sent', async () => {
  const card = open({ deal: () => dealView({ push: push('parked', { problem: cardError('push.order-twice') }) }) });
  await card.shows('Someone needs to look at this: The ERP has more than one order for this deal.');
  expect(card.text()).toContain('Copy reference');
  expect(card.maybeFind(Button, (node) => node.props.overlay !== undefined)).toBeNull();
});

test('already sent: the order’s number stands in the button’s place and nothing is asked again', async () => {
  const card = open({ deal: () => dealView({ push: push('done') }) });
  await card.shows('Order 240871 is in the ERP and its number is on this deal.');
  await card.passMs(600_000);
  expect(card.calls.filter(({ path }) => path.startsWith('pushes'))).toEqual([]);
  expect(card.actions.refreshObjectProperties.callCount).toBe(0);
});

test('a lost answer to a send is looked up: if the order was taken, its life is shown', async () => {
  const card = open({
    send: () => Promise.reject(new Error('timeout')),
    deal: (_call, calls) => dealView(calls.some(({ method }) => method === 'POST') ? { push: push('accepted') } : {}),
  });
  await card.shows('Send to ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()).toHaveLength(1);
});

test('error: message, advice, reference', async () => {
  const card = open({ deal: () => refusal('crm.not-found') });
  await card.shows('The CRM does not know this record.');
  expect(card.text()).toContain('0123456789ab');
});
