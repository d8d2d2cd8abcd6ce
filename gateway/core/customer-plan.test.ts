import { describe, expect, it } from 'vitest';
import { Customer } from '#contracts/customer';
import { failure } from '#contracts/errors';
import { CorrelationId } from '#contracts/ids';
import { PushPolicy } from '#contracts/policy';
import { cardError } from './card-error.ts';
import { customerPlan } from './customer-plan.ts';
import { type Fact, knownNow } from './preview-facts.ts';

const company = {
  name: 'Technikhaus Lindner GmbH',
  domain: 'lindner.example',
  phone: null,
  taxId: 'DE811205033',
  street: null,
  postalCode: null,
  town: 'Dresden',
  country: 'DE',
};
const customer = (customerId: string, more: object = {}): Customer =>
  Customer.parse({
    customerId,
    name: 'Somebody',
    street: null,
    postalCode: null,
    town: null,
    country: null,
    taxId: null,
    email: null,
    phone: null,
    currency: 'EUR',
    onHold: false,
    holdReason: null,
    creditLimit: null,
    creditUsed: null,
    ...more,
  });
const CERTAIN = customer('1', { taxId: 'DE811205033' });
const ALIKE = customer('2', { name: 'Technikhaus Lindner', town: 'Dresden' });
const FAINT = customer('3', { name: 'Lindner Bau' });
const AWAY = cardError(failure('agent.offline'), CorrelationId.parse('0123456789ab'));
const CREATES = PushPolicy.parse({ createCustomers: true });

const plan = (searches: Fact<Customer[]>[], policy = CREATES, offersCreate = true) =>
  customerPlan(company, searches, policy, offersCreate);

describe('what is done about a customer', () => {
  it.each<[string, Fact<Customer[]>[], string]>([
    ['one is certain', [knownNow([CERTAIN]), knownNow([CERTAIN, FAINT])], 'existing'],
    ['two are', [knownNow([CERTAIN, { ...CERTAIN, customerId: ALIKE.customerId }])], 'open'],
    ['one is alike', [knownNow([ALIKE])], 'open'],
    ['one is faintly alike', [knownNow([FAINT])], 'new'],
    ['there is none', [knownNow([]), knownNow([])], 'new'],
    ['nothing could be searched by', [], 'open'],
    ['one search is missing', [knownNow([CERTAIN]), { known: false, error: AWAY }], 'open'],
    ['one search has not come yet', [knownNow([]), { known: false, error: null }], 'open'],
    ['one search is an old answer', [knownNow([]), { known: true, value: [], isOld: true, error: AWAY }], 'open'],
  ])('where %s', (_name, searches, kind) => {
    expect(plan(searches).kind).toBe(kind);
  });

  it('none is made where the tenant does not want it, or the connector cannot', () => {
    expect(plan([knownNow([])], PushPolicy.parse({})).kind).toBe('open');
    expect(plan([knownNow([])], CREATES, false).kind).toBe('open');
  });

  it('says why the ERP could not be asked, and whether it was', () => {
    expect(
      plan([
        { known: false, error: null },
        { known: false, error: AWAY },
      ]),
    ).toMatchObject({ isAsked: false, error: AWAY });
    expect(plan([knownNow([ALIKE])])).toMatchObject({ isAsked: true, error: null, candidates: [{ customerId: '2' }] });
  });

  it('a lower least score of the tenant lets more be certain, and none be made beside it', () => {
    const low = PushPolicy.parse({ createCustomers: true, matchScoreMin: 0.5 });
    expect(plan([knownNow([ALIKE])], low)).toMatchObject({ kind: 'existing', candidate: { customerId: '2' } });
  });
});
