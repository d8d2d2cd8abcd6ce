/** A parked push on the deal card: what a person may decide about it. */
import { Button, Form, Input, LoadingButton, ModalFooter } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDealCard } from './deal-stage.ts';
import { cardError, dealView, push, pushAnswer, refusal } from './payloads.ts';
import { holdClock } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('parked, and the reader may settle it: the order’s number is asked for, checked by the gateway, and shown', async () => {
  const parked = push('parked', {
    problem: cardError('push.bound-unknown'),
    mayResolve: ['link', 'send-again', 'give-up'],
  });
  const card = openDealCard({ deal: () => dealView({ push: parked }), push: () => pushAnswer('done') });
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
  const card = openDealCard({ deal: () => dealView({ push: parked }), resolve: () => refusal('push.not-allowed') });
  await card.shows('There is none, send again');
  const giveUp = () => card.dialog('Give up').find(ModalFooter).find(Button, { variant: 'destructive' });
  giveUp().trigger('onClick');
  await card.shows('Say in a few words why.');
  card.dialog('Give up').find(Input).props.onInput?.('the customer cancelled');
  giveUp().trigger('onClick');
  await card.shows('You may not settle this.');
  expect(card.posts()[0]?.options.body).toEqual({ decision: 'give-up', reason: 'the customer cancelled' });
});

test('what was typed for one decision is not said for another, and neither is what was missing', async () => {
  const parked = push('parked', { problem: cardError('push.bound-unknown'), mayResolve: ['link', 'give-up'] });
  const card = openDealCard({ deal: () => dealView({ push: parked }) });
  await card.shows('It is this order');
  const link = () => card.dialog('It is this order');
  link().find(ModalFooter).find(Button, { variant: 'primary' }).trigger('onClick');
  await card.shows('Enter the order’s number.');
  expect(card.dialog('Give up').find(Input).props.error).toBe(false);
  link().find(Input).props.onInput?.('240871');
  link()
    .find(ModalFooter)
    .find(Button, (node) => node.text === 'Not now')
    .trigger('onClick');
  card.dialog('Give up').find(ModalFooter).find(Button, { variant: 'destructive' }).trigger('onClick');
  await card.shows('Say in a few words why.');
  expect(card.posts()).toEqual([]);
});

test('a decision’s dialog begins empty each time: what was typed before it was closed is not sent', async () => {
  const parked = push('parked', { problem: cardError('push.bound-unknown'), mayResolve: ['give-up'] });
  const card = openDealCard({ deal: () => dealView({ push: parked }) });
  await card.shows('Give up');
  const giveUp = () => card.dialog('Give up').find(ModalFooter).find(Button, { variant: 'destructive' });
  giveUp().trigger('onClick');
  await card.shows('Say in a few words why.');
  card.dialog('Give up').find(Input).props.onInput?.('the customer cancelled');
  card.find(Button, ({ text, props }) => text === 'Give up' && props.overlay !== undefined).trigger('onClick');
  await vi.waitFor(() => expect(card.text()).not.toContain('Say in a few words why.'));
  giveUp().trigger('onClick');
  await card.shows('Say in a few words why.');
  expect(card.posts()).toEqual([]);
});

test('while a decision is under way its dialog says so, and nothing else can be pressed', async () => {
  const parked = push('parked', { problem: cardError('push.bound-unknown'), mayResolve: ['link', 'give-up'] });
  const answer = Promise.withResolvers<unknown>();
  const card = openDealCard({ deal: () => dealView({ push: parked }), resolve: () => answer.promise });
  await card.shows('It is this order');
  const dialog = card.dialog('It is this order');
  dialog.find(Input).props.onInput?.('240871');
  dialog.find(Form).trigger('onSubmit');
  dialog.find(Form).trigger('onSubmit');
  await card.shows('Linking');
  expect(card.posts()).toHaveLength(1);
  expect(card.actions.closeOverlay.callCount).toBe(0);
  const footer = card.dialog('Linking').find(ModalFooter);
  expect(footer.find(LoadingButton).props).toMatchObject({ loading: true, disabled: true });
  expect(footer.findAll(Button).map(({ props }) => props.disabled)).toEqual([true]);
  const openers = card.findAll(Button, ({ props }) => props.overlay !== undefined);
  expect(openers.map(({ text, props }) => [text, props.disabled])).toEqual([
    ['Linking', true],
    ['Give up', true],
  ]);
  answer.resolve(refusal('push.not-allowed'));
  await card.shows('You may not settle this.');
  expect(card.dialog('It is this order').maybeFind(LoadingButton)).toBeNull();
  expect(card.actions.closeOverlay.callCount).toBe(1);
});
