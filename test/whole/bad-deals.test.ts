import { describe, expect, test } from 'vitest';
import { WholeStack } from './whole-stack.ts';

const whole = WholeStack.forFile();
let deals = 0;
const nextId = () => {
  deals += 1;
  return `9933${String(deals).padStart(6, '0')}`;
};
const CUSTOMER = '10452';

describe('a deal that can be no order is blocked, and the ERP gets nothing', () => {
  test.each([
    ['without lines', [], 'This deal has no line items', 'deal.no-lines'],
    [
      'with a negative quantity',
      [['SEAL-0014', '-4', '12.80']],
      'the quantity must be more than zero',
      'deal.line-invalid',
    ],
    [
      'with a quantity of zero',
      [['SEAL-0014', '0', '12.80']],
      'the quantity must be more than zero',
      'deal.line-invalid',
    ],
    ['with a negative price', [['SEAL-0014', '4', '-12.80']], 'the price must not be negative', 'deal.line-invalid'],
    ['with an item that the ERP does not know', [['KIT-X', '1', '2500.00']], 'KIT-X', 'preview.blocked'],
    [
      'of 501 lines',
      Array.from({ length: 501 }, () => ['SEAL-0014', '1', '12.80'] as const),
      'more line items than one order can hold',
      'deal.too-many-lines',
    ],
  ] as const)('%s', async (_case, lines, said, code) => {
    const dealId = nextId();
    await whole().newDeal(dealId, CUSTOMER, lines);
    const before = await whole().orderCount();
    const seen = await whole().preview(dealId);
    expect(seen.blocks.map(({ message }) => message).join(' ')).toContain(said);
    expect(await whole().send(dealId, seen)).toMatchObject({ ok: false, error: { code } });
    expect(await whole().orders(`DB-${dealId}-1`)).toEqual([]);
    expect(await whole().orderCount()).toBe(before);
  });
});

test('a closed period: the ERP’s own sentence, nothing written; sent again as a new revision it is one order', async () => {
  const dealId = nextId();
  await whole().newDeal(dealId, CUSTOMER, [['SEAL-0014', '7', '12.80']]);
  await whole().knobs({ periodClosed: true });
  const refused = await whole().ended(await whole().send(dealId, await whole().preview(dealId)), 'refused');
  expect(refused.problem).toMatchObject({ code: 'erp.rejected', message: expect.stringMatching(/period/i) });
  expect(await whole().orders(refused.reference)).toEqual([]);
  await whole().knobs({ periodClosed: false });
  const made = await whole().ended(await whole().send(dealId, await whole().preview(dealId), 2), 'confirmed', 'done');
  expect((await whole().orders(made.reference)).map(({ orderId }) => orderId)).toEqual([made.orderId]);
});

test('another currency is warned of, sent on a person’s word, and is the order’s', async () => {
  const dealId = nextId();
  await whole().newDeal(dealId, CUSTOMER, [['SEAL-0014', '3', '12.80']]);
  await whole().change('deals', dealId, { deal_currency_code: 'CHF' });
  const seen = await whole().preview(dealId);
  expect(seen.findings.map(({ level, code }) => `${level} ${code}`)).toContain('warn customer.currency-differs');
  const made = await whole().ended(await whole().send(dealId, seen), 'confirmed', 'done');
  expect(await whole().orders(made.reference)).toMatchObject([{ currency: 'CHF' }]);
});

test('a currency that the ERP does not have is refused by it, in its words', async () => {
  const dealId = nextId();
  await whole().newDeal(dealId, CUSTOMER, [['SEAL-0014', '3', '12.80']]);
  await whole().change('deals', dealId, { deal_currency_code: 'XXX' });
  const refused = await whole().ended(await whole().send(dealId, await whole().preview(dealId)), 'refused');
  expect(refused.problem).toMatchObject({ code: 'erp.rejected', message: expect.stringContaining('XXX') });
  expect(await whole().orders(refused.reference)).toEqual([]);
});

test('500 lines are one order of 500 lines, in their order', async () => {
  const dealId = nextId();
  const items = ['SEAL-0014', 'HOSE-0010', 'VALV-0025', 'SEAL-0009'];
  const lines = Array.from({ length: 500 }, (_, at) => [items[at % 4] ?? '', String(at + 1), '10.00'] as const);
  await whole().newDeal(dealId, CUSTOMER, lines);
  const made = await whole().ended(await whole().send(dealId, await whole().preview(dealId)), 'confirmed', 'done');
  const [order, ...more] = await whole().orders(made.reference);
  expect(more).toEqual([]);
  expect(order?.lines.map(({ itemId, quantity }) => [itemId, quantity])).toEqual(lines.map(([item, n]) => [item, n]));
});

test('texts with control characters stand in no sentence and in no request', async () => {
  const dealId = nextId();
  await whole().newDeal(dealId, CUSTOMER, [['SEAL-0014', '5', '12.80']], 'Urgent\u0000 \u0007deal\u001b[31m\n');
  await whole().change('line_items', `${dealId}01`, { name: 'Seal\u0000\u0008 kit\u000b', quantity: '0' });
  const { blocks } = await whole().preview(dealId);
  expect(blocks.map(({ message }) => message)).toEqual(['Seal kit: the quantity must be more than zero.']);
  await whole().change('line_items', `${dealId}01`, { quantity: '5' });
  const seen = await whole().preview(dealId);
  const made = await whole().ended(await whole().send(dealId, seen), 'confirmed', 'done');
  expect(await whole().orders(made.reference)).toHaveLength(1);
});

test('a deal whose id leaves no room for a plain reference gets a short one that the ERP can hold', async () => {
  const dealId = '123456789012345678';
  await whole().newDeal(dealId, CUSTOMER, [['SEAL-0014', '6', '12.80']]);
  const made = await whole().ended(await whole().send(dealId, await whole().preview(dealId)), 'confirmed', 'done');
  expect(made.reference.length).toBeLessThanOrEqual(20);
  expect(made.reference).not.toContain(dealId);
  expect(await whole().orders(made.reference)).toMatchObject([{ reference: made.reference, orderId: made.orderId }]);
});

test('a deal that changed between the look and the click is not sent, and it says what changed', async () => {
  const dealId = nextId();
  await whole().newDeal(dealId, CUSTOMER, [['SEAL-0014', '8', '12.80']]);
  const seen = await whole().preview(dealId);
  await whole().change('line_items', `${dealId}01`, { quantity: '80' });
  const answer = await whole().send(dealId, seen);
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'preview.changed', message: expect.stringContaining('80') },
  });
  expect(await whole().orders(`DB-${dealId}-1`)).toEqual([]);
  const made = await whole().ended(await whole().send(dealId, await whole().preview(dealId)), 'confirmed', 'done');
  expect(await whole().orders(made.reference)).toMatchObject([{ lines: [{ quantity: '80' }] }]);
});

test('a click while the gateway is replaced, which HubSpot sends again with its signature, is one push and one order', async () => {
  for (const quantity of ['11', '12']) {
    const dealId = nextId();
    await whole().newDeal(dealId, CUSTOMER, [['SEAL-0014', quantity, '12.80']]);
    const click = async () => {
      const seen = await whole().previewOnceThere(dealId);
      const [answer] = await Promise.all([whole().send(dealId, seen), whole().stack.restartGateway()]);
      return answer;
    };
    // The order of the round before has taken some of the stock, so what was looked at may be out of date: as a person
    // does, it is looked at and clicked once more.
    let answer = await click();
    for (let looks = 1; !answer.ok && answer.error.code === 'preview.changed' && looks < 5; looks += 1) {
      answer = await click();
    }
    const made = await whole().ended(answer, 'confirmed', 'done');
    expect((await whole().orders(`DB-${dealId}-1`)).map(({ orderId }) => orderId)).toEqual([made.orderId]);
  }
}, 420_000);
