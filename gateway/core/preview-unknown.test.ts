import { describe, expect, it } from 'vitest';
import { type CustomerId, PushId } from '#contracts/ids';
import { PushPolicy } from '#contracts/policy';
import { Preview } from '#contracts/preview';
import {
  candidate,
  customer,
  existing,
  facts,
  failed,
  found,
  known,
  line,
  NOT_YET,
  POLICY,
  price,
  stock,
  TODAY,
} from '../../test/gateway/preview-factory.ts';
import { previewOf } from './preview.ts';
import {
  type CustomerPlan,
  type Fact,
  isAskFailed,
  isComplete,
  isErpAway,
  type PreviewFacts,
  whyErpAway,
} from './preview-facts.ts';

describe('what is not known', () => {
  const unasked = (error: Fact<never>) =>
    facts({ prices: [error], stock: new Map([['PUMP-0040', error]]), twins: error, plan: existing(error) });
  const codes = (of: PreviewFacts) =>
    previewOf(of, POLICY, null, TODAY).findings.map(({ level, code }) => `${level} ${code}`);

  it.each([
    ['the agent is away', failed('agent.offline'), 'The link to the ERP is down.'],
    [
      'the connector does not offer it',
      failed('connector.command-missing'),
      'This ERP connection does not offer this.',
    ],
    ['it has not come yet', NOT_YET, 'The ERP has not answered yet.'],
  ])('is a warning for each thing, and never ok: %s', (_name, error, why) => {
    expect(codes(unasked(error))).toEqual([
      'ok customer.matched',
      'warn price.unknown',
      'warn stock.unknown',
      'warn erp.unchecked',
    ]);
    const { findings } = previewOf(unasked(error), POLICY, null, TODAY);
    for (const { message } of findings.slice(1)) expect(message).toContain(why);
  });

  it('is one warning where everything is known from before', () => {
    const { error } = failed('gateway.quiet-hours');
    const old = facts({ prices: [{ known: true, value: price('PUMP-0040', '410.00'), isOld: true, error }] });
    expect(codes(old)).toEqual(['ok customer.matched', 'warn erp.unchecked']);
    expect(previewOf(old, POLICY, null, TODAY).findings[1]?.message).toBe(
      'The ERP is left alone at this hour. Shown is what the ERP said last.',
    );
  });

  it('is asked for again only where the ERP has not answered yet', () => {
    const { error } = failed('agent.offline');
    const old = (why: typeof error | null) => ({
      known: true as const,
      value: price('PUMP-0040', '1'),
      isOld: true as const,
      error: why,
    });
    expect(isComplete(facts())).toBe(true);
    expect(isComplete(unasked(failed('agent.offline')))).toBe(true);
    expect(isComplete(unasked(NOT_YET))).toBe(false);
    expect(isComplete(facts({ prices: [old(error)] }))).toBe(true);
    expect(isComplete(facts({ prices: [old(null)] }))).toBe(false);
    const open = { kind: 'open' as const, candidates: [], isAsked: false };
    expect(isComplete(facts({ plan: { ...open, error: null } }))).toBe(false);
    expect(isComplete(facts({ plan: { ...open, error } }))).toBe(true);
  });

  it('may be known in a while where it has not come yet, or the ERP is away', () => {
    expect(isErpAway(facts())).toBe(false);
    expect(isErpAway(unasked(NOT_YET))).toBe(true);
    expect(isErpAway(unasked(failed('agent.offline')))).toBe(true);
    expect(whyErpAway(unasked(failed('agent.offline')))?.code).toBe('agent.offline');
    expect(whyErpAway(unasked(NOT_YET))).toBeNull();
    expect(isErpAway(unasked(failed('connector.command-missing')))).toBe(false);
    const open = { kind: 'open' as const, candidates: [], isAsked: false };
    expect(isErpAway(facts({ plan: { ...open, error: null } }))).toBe(true);
    expect(isErpAway(facts({ plan: { ...open, error: failed('connector.command-missing').error } }))).toBe(false);
  });

  it('blocks where the ERP does not know the linked customer', () => {
    expect(codes(facts({ plan: existing(failed('erp.not-found')) }))).toContain('block customer.unmatched');
  });
});

describe('a company that is not linked', () => {
  const two = [candidate, { ...candidate, customerId: '10452' as CustomerId, name: 'Nordwind Süd', town: null }];
  const sentence = (plan: CustomerPlan) => {
    const preview = found({ plan, prices: [null], twins: null });
    return preview.findings.map(({ level, code, message }) => [level, code, message]);
  };
  const open = (candidates: typeof two, isAsked = true, error = failed('agent.offline').error): CustomerPlan => ({
    kind: 'open',
    candidates,
    isAsked,
    error: isAsked ? null : error,
  });

  it.each<[string, CustomerPlan, unknown[]]>([
    [
      'with two that it may be',
      open(two),
      [
        'block',
        'customer.unmatched',
        'This company may be one of several customers: Nordwind, Kiel (10447); Nordwind Süd (10452). Say which one it is.',
      ],
    ],
    [
      'with one that is not certain',
      open(two.slice(0, 1)),
      [
        'block',
        'customer.unmatched',
        'This company may be Nordwind, Kiel (10447), but that is not certain. Say which customer it is.',
      ],
    ],
    [
      'with none',
      open([]),
      [
        'block',
        'customer.unmatched',
        'No customer of the ERP fits this company. Link it to one, or have it made in the ERP.',
      ],
    ],
    [
      'that the ERP was not asked about',
      open([], false),
      [
        'block',
        'customer.unmatched',
        'This company is not linked to an ERP customer, and the ERP could not say which one it is. The link to the ERP is down.',
      ],
    ],
  ])('%s waits for a person', (_name, plan, expected) => {
    expect(sentence(plan)).toContainEqual(expected);
    expect(found({ plan, prices: [null], twins: null })).toMatchObject({ level: 'block', customer: null });
  });

  it('is linked where one is certain, and that is said', () => {
    expect(sentence(existing(known(customer()), false))).toEqual([
      ['ok', 'customer.matched', 'Nordwind, customer 10447; the company is linked to it when you send.'],
    ]);
  });

  const details = {
    name: 'Neukunde\u0000 GmbH',
    domain: null,
    phone: null,
    taxId: null,
    street: null,
    postalCode: null,
    town: null,
    country: null,
  };
  it.each<[string, CustomerPlan]>([
    ['is to be made', { kind: 'new', company: details }],
    ['is being made', { kind: 'making', pushId: PushId.parse('p_0000000000000001'), stuck: null }],
  ])('whose customer %s is told that its prices are not known yet', (_name, plan) => {
    const [made, prices, ...rest] = sentence(plan);
    expect([made?.[0], made?.[1], prices?.[0], prices?.[1]]).toEqual(['ok', 'customer.new', 'warn', 'price.unknown']);
    expect(rest).toEqual([]);
  });
});

describe('who may send in spite of warnings', () => {
  const warned = { prices: [known(price('PUMP-0040', '500'))] };
  it.each<[string, object, string | null, boolean]>([
    ['everyone, where nothing is said', {}, null, true],
    ['who is named', { 'price.below-list': ['boss@north.example'] }, 'Boss@North.example', true],
    ['nobody else', { 'price.below-list': ['boss@north.example'] }, 'rep@north.example', false],
    ['nobody without a name', { 'price.below-list': ['boss@north.example'] }, null, false],
    ['everyone, where only another warning is guarded', { 'stock.short': [] }, null, true],
  ])('%s', (_name, override, email, may) => {
    expect(found(warned, PushPolicy.parse({ override }), email).mayOverride).toBe(may);
  });
});

it('500 lines with trouble on each are previewed in a blink, and never more findings than a preview holds', () => {
  const lines = Array.from({ length: 500 }, (_, index) => line(`I-${index % 250}`, '5', '1'));
  const many = facts({
    lines,
    prices: lines.map(({ itemId }) => known(price(itemId ?? '', '2'))),
    stock: new Map(Array.from({ length: 250 }, (_, index) => [`I-${index}`, known(stock(`I-${index}`, '1'))] as const)),
  });
  const startedAt = performance.now();
  const { findings } = previewOf(many, POLICY, null, TODAY);
  expect(performance.now() - startedAt).toBeLessThan(500);
  expect(findings).toHaveLength(1 + 500 + 250 + 250);
  const worse = facts({
    lines: Array.from({ length: 1000 }, () => line(null, '1', '1')),
    prices: [],
    stock: new Map(),
  });
  const bounded = previewOf(worse, POLICY, null, TODAY);
  expect(Preview.parse({ hash: '0'.repeat(64), ...bounded }).findings.length).toBeLessThanOrEqual(2000);
});

it.each([
  ['the connector does not offer it', 'connector.command-missing', false],
  ['the ERP refused the question', 'erp.rejected', true],
  ['the login may not ask it', 'erp.credential-refused', true],
  ['the answer was none', 'erp.answer-off-contract', true],
  ['it is away', 'agent.offline', true],
] as const)('a price that is not known because %s: an ask that failed: %s', (_name, code, isFailed) => {
  expect(isAskFailed(facts({ prices: [failed(code)] }))).toBe(isFailed);
});

it('what is known, or was not asked, did not fail', () => {
  expect(isAskFailed(facts())).toBe(false);
  expect(isAskFailed(facts({ prices: [null] }))).toBe(false);
});
