import {
  Button,
  Form,
  Input,
  LoadingButton,
  LoadingSpinner,
  ModalBody,
  ModalFooter,
  StatusTag,
  StepIndicator,
} from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DealContent } from '../src/app/cards/deal/DealContent.tsx';
import {
  blockedPreview,
  candidate,
  candidatesView,
  cardError,
  dealView,
  failed,
  HASH,
  linkAnswer,
  linkDown,
  loading,
  NOT_A_NUMBER,
  previewView,
  push,
  pushAnswer,
  refusal,
  stockView,
  warningPreview,
} from './payloads.ts';
import { holdClock, type Play, stage } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Answers {
  deal?: Play;
  preview?: Play;
  stock?: Play;
  send?: Play;
  push?: Play;
  resolve?: Play;
  candidates?: Play;
  link?: Play;
}

/** Plays the gateway: a deal, its preview, and what follows a push. */
function open(answers: Answers = {}) {
  const played: Play = (call, calls) => {
    const answer = (play: Play | undefined, otherwise: Play): unknown => (play ?? otherwise)(call, calls);
    if (call.path.endsWith('/resolution')) return answer(answers.resolve, () => pushAnswer('confirmed'));
    if (call.method === 'POST') return answer(answers.send, () => pushAnswer('accepted'));
    if (call.method === 'PUT') return answer(answers.link, () => linkAnswer());
    if (call.path.startsWith('stock')) return answer(answers.stock, () => stockView());
    if (call.path.startsWith('pushes')) return answer(answers.push, () => pushAnswer('done'));
    if (call.path.includes('/candidates')) return answer(answers.candidates, () => candidatesView());
    if (call.path.includes('/preview')) return answer(answers.preview, () => previewView());
    return answer(answers.deal, () => dealView());
  };
  const card = stage(DealContent, played);
  /** What stands in the dialog that a button opens. */
  const dialog = (label?: string) =>
    card.find(Button, (node) => node.props.overlay !== undefined && (label === undefined || node.text === label)).props
      .overlay as unknown as typeof card;
  const confirmButton = () => dialog().find(ModalFooter).find(Button, { variant: 'primary' });
  const posts = () => card.calls.filter(({ method }) => method === 'POST');
  const previews = () => card.calls.filter(({ path }) => path.includes('/preview'));
  return { ...card, dialog, confirmButton, posts, previews };
}
const SENT = dealView({ push: push('done') });

test('loading: the card says that the ERP is being asked', async () => {
  const card = open({ deal: () => new Promise(() => undefined) });
  expect(card.find(LoadingSpinner).props.label).toBe('Asking the ERP');
  await card.asked;
});

test('ready: each line stands beside what the ERP says, and the button asks before it sends', async () => {
  const card = open();
  await card.shows('Checked with the ERP: nothing stands in the way.');
  expect(card.calls.map(({ path }) => path)).toEqual(['deals/123', 'deals/88412070/preview']);
  expect(card.text()).toContain('Nordwind Maschinen GmbH · customer 10447 · Kontor ERP');
  expect(String(card.dialog())).toContain(
    'Creates a sales order for Nordwind Maschinen GmbH with 3 lines over €6,389.20 net. It is made once, also if you click again.',
  );
  expect(card.posts()).toEqual([]);
});

test('the preview comes in two steps: it is asked for again by itself until the ERP has said everything', async () => {
  const card = open({ preview: (_call, calls) => previewView({}, { loading: calls.length < 4 }) });
  await card.shows('Asking the ERP');
  await card.passMs(1300);
  await card.shows('Checked with the ERP');
  const asked = card.previews().length;
  await card.passMs(60_000);
  expect(card.previews()).toHaveLength(asked);
});

test('blocked: what stands in the way comes first, in a sentence each, and the button cannot be pressed', async () => {
  const card = open({ preview: () => blockedPreview() });
  await card.shows('KIT-X is not in the ERP. Choose an item or remove the line.');
  expect(card.alerts()).toEqual(['1 thing stands in the way.', '1 thing to look at before you send.']);
  expect(card.findAll(StatusTag).map(({ text }) => text)).toEqual(['Fine', 'Look', 'Stop']);
  expect(card.text()).toContain('60 now, 200 on 28 Nov');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('a warning is sent in spite of only after it was said once more, and the hash of what was seen goes along', async () => {
  const card = open({ preview: () => warningPreview() });
  await card.shows('SEAL-0009 is €0.70 under the ERP price.');
  expect(String(card.dialog('Send anyway').find(ModalBody))).toContain('SEAL-0009 is €0.70 under the ERP price.');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()[0]?.options.body).toEqual({ revision: 1, previewHash: HASH, override: true });
});

test('a warning that the reader may not override leaves the button shut and says why', async () => {
  const card = open({ preview: () => warningPreview({ mayOverride: false }) });
  await card.shows('You may not send this deal as it is.');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('something changed since the reader looked: it says so and shows the new preview', async () => {
  const changed = cardError('preview.changed', 'The price of PUMP-0040 changed.');
  const card = open({
    send: () => ({ ok: false, error: changed }),
    preview: (_call, calls) => (calls.some(({ method }) => method === 'POST') ? blockedPreview() : previewView()),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Send to ERP: The price of PUMP-0040 changed.');
  await card.shows('KIT-X is not in the ERP.');
});

test('not linked: candidates with the reason in words; linking one asks for the preview anew', async () => {
  const unmatched = { code: 'customer.unmatched', level: 'block', line: null, message: 'The customer is not certain.' };
  const candidates = [candidate({ reasons: ['tax-id', 'name'], score: 0.8 }), candidate({ customerId: '10990' })];
  const unsure = blockedPreview({ customer: null, findings: [unmatched] });
  const card = open({
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
  const card = open({
    preview: () => unsure,
    candidates: ({ path }) => candidatesView(...(path.includes('search=') ? [candidate({ name: 'Südwind AG' })] : [])),
  });
  await card.shows('The ERP has no customer that looks like it.');
  card.searchFor('südwind');
  await card.shows('Südwind AG');
  expect(card.calls.at(-1)?.path).toBe('companies/501/candidates?search=s%C3%BCdwind');
});

test('blocked by the deal itself: every reason is said with what to do', async () => {
  const card = open({ deal: () => dealView({ blockers: [cardError('deal.line-invalid', 'KIT-X has no price.')] }) });
  await card.shows('KIT-X has no price.');
  expect(card.text()).toContain('Correct the line item, then send again.');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('a line that is not a number is shown as such and does not break the card', async () => {
  const card = open({ preview: () => blockedPreview({ lines: [NOT_A_NUMBER] }) });
  await card.shows('not a number');
});

test('stock after sending: loading comes by itself, a failure stays beside the lines', async () => {
  const card = open({
    deal: () => SENT,
    stock: (_call, calls) =>
      stockView(calls.filter(({ path }) => path.startsWith('stock')).length === 1 ? loading : undefined),
  });
  await card.shows('Stock: asking the ERP');
  await card.passMs(1000);
  await card.shows('40 now');
  const broken = open({ deal: () => SENT, stock: () => stockView(failed('erp.timed-out')) });
  await broken.shows('Stock: The ERP took too long to answer.');
  expect(broken.text()).toContain('PUMP-0040');
});

test('sending: a double click sends once, and only what was decided and no header', async () => {
  const card = open({ send: () => new Promise(() => undefined) });
  await card.shows('Checked with the ERP');
  const confirm = card.confirmButton();
  confirm.trigger('onClick');
  confirm.trigger('onClick');
  await card.shows('Sending to ERP');
  expect(card.posts().map(({ path }) => path)).toEqual(['deals/88412070/pushes']);
  expect(card.posts()[0]?.options).toEqual({
    method: 'POST',
    timeout: 15_000,
    body: { revision: 1, previewHash: HASH, override: false },
  });
  expect(card.find(LoadingButton).props).toMatchObject({ loading: true, disabled: true });
});

test('after sending, the order’s life takes the button’s place, step by step, and the record is refreshed once', async () => {
  const life = ['sending', 'confirmed', 'done'];
  const card = open({ push: () => pushAnswer(life.shift() ?? 'done') });
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
  const card = open({ deal: () => dealView({ push: push('in-doubt') }), push: () => pushAnswer('in-doubt') });
  await card.shows('The ERP has not confirmed yet.');
  expect(card.text()).toContain('We are checking, and it will not be sent twice. You can close this page.');
  expect(card.maybeFind(LoadingButton)).toBeNull();
  expect(card.maybeFind(Button, (node) => node.props.overlay !== undefined)).toBeNull();
});

test('link down: the order can be sent, is kept, and goes out by itself', async () => {
  const card = open({ deal: () => dealView(linkDown), send: () => pushAnswer('accepted', {}, linkDown.link) });
  await card.shows('You can send all the same');
  await card.shows('Checked with the ERP');
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
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()[0]?.options.body).toEqual({ revision: 2, previewHash: HASH, override: false });
});

test('parked: somebody has to look, and nothing can be sent', async () => {
  const card = open({ deal: () => dealView({ push: push('parked', { problem: cardError('push.order-twice') }) }) });
  await card.shows('Someone needs to look at this: The ERP has more than one order for this deal.');
  expect(card.text()).toContain('Copy reference');
  expect(card.maybeFind(Button, (node) => node.props.overlay !== undefined)).toBeNull();
});

test('parked, and the reader may settle it: the order’s number is asked for, checked by the gateway, and shown', async () => {
  const parked = push('parked', {
    problem: cardError('push.bound-unknown'),
    mayResolve: ['link', 'send-again', 'give-up'],
  });
  const card = open({ deal: () => dealView({ push: parked }), push: () => pushAnswer('done') });
  await card.shows('It is this order');
  expect(card.text()).toContain('Look in the ERP for our reference DB-88412070-1');
  const asking = card.dialog('It is this order');
  asking.find(ModalFooter).find(Button, { variant: 'primary' }).trigger('onClick');
  await card.shows('Enter the order’s number.');
  expect(card.posts()).toEqual([]);
  card.dialog('It is this order').find(Input).props.onInput?.(' 240871 ');
  card.dialog('It is this order').find(Form).trigger('onSubmit');
  await card.shows('Order 240871 is in the ERP.');
  expect(card.posts().map(({ path, options }) => [path, options.body])).toEqual([
    ['pushes/p_1c0a8e77f3d94b26/resolution', { decision: 'link', orderId: '240871' }],
  ]);
  await card.passMs(1000);
  await card.shows('Order 240871 is in the ERP and its number is on this deal.');
});

test('parked: sending again and giving up want a reason', async () => {
  const parked = push('parked', { problem: cardError('push.bound-unknown'), mayResolve: ['send-again', 'give-up'] });
  const card = open({ deal: () => dealView({ push: parked }), resolve: () => refusal('push.not-allowed') });
  await card.shows('There is none, send again');
  const giveUp = () => card.dialog('Give up').find(ModalFooter).find(Button, { variant: 'destructive' });
  giveUp().trigger('onClick');
  await card.shows('Say in a few words why.');
  card.dialog('Give up').find(Input).props.onInput?.('the customer cancelled');
  giveUp().trigger('onClick');
  await card.shows('You may not settle this.');
  expect(card.posts()[0]?.options.body).toEqual({ decision: 'give-up', reason: 'the customer cancelled' });
});

test('given up: the deal may be sent again, as its next revision', async () => {
  const givenUp = push('given-up', { problem: cardError('push.given-up') });
  const card = open({
    deal: () => dealView({ push: givenUp }),
    send: () => pushAnswer('accepted', { revision: 2, pushId: 'p_2c0a8e77f3d94b26' }),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept');
  expect(card.posts()[0]?.options.body).toEqual({ revision: 2, previewHash: HASH, override: false });
});

test('the order’s status in the ERP stands beside its life', async () => {
  const card = open({ deal: () => dealView({ push: push('done', { orderStatus: 'part-shipped' }) }) });
  await card.shows('In the ERP the order is');
  expect(card.text()).toContain('Part shipped');
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
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(card.posts()).toHaveLength(1);
});

test('error: message, advice, reference', async () => {
  const card = open({ deal: () => refusal('crm.not-found') });
  await card.shows('The CRM does not know this record.');
  expect(card.text()).toContain('0123456789ab');
});
