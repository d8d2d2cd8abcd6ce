import { expect, test } from 'vitest';
import { z } from 'zod';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { WholeStack } from './whole-stack.ts';

const whole = WholeStack.forFile();
const POLL = { timeout: 20_000 };
const Card = z.looseObject({ customer: z.looseObject({ data: z.looseObject({ name: z.string() }) }) });
const Found = z.looseObject({ candidates: z.array(z.looseObject({ customerId: z.string(), name: z.string() })) });

const shownName = async (companyId: string) => {
  const read = Card.safeParse(await whole().card(`/companies/${companyId}`));
  return read.data?.customer.data.name;
};

test('a name that the ERP has is shown as it is: quotes, apostrophes, letters of other languages', async () => {
  await expect.poll(() => shownName(companyIdOf('10499')), POLL).toBe('Łukasz & Søn "Ventile" O’Brien ApS');
});

test.each([
  ['20001', 'quotes and markup', `"Müller" & <Söhne>' ]]> Ø;--`],
  ['20002', 'emoji of several characters', 'Pumpen 🚀👩‍🔧 🇩🇪 & Co'],
  ['20003', 'two directions, with marks', '\u202Bשירותי משאבות بالعربية\u202C 7'],
])(
  'the name of company %s, with %s, goes into the ERP with a new customer and comes back as it was',
  async (key, _case, name) => {
    await whole().setPolicy({ push: { createCustomers: true } });
    const companyId = companyIdOf(key);
    const address = { address: 'Kai 1', zip: '24143', city: 'Kiel', country: 'DE', hs_country_code: 'DE' };
    await whole().change('companies', companyId, {
      ...address,
      name,
      vat_id: `DE8112${key}`,
      domain: `n${key}.example`,
    });
    const dealId = `99440${key}`;
    await whole().newDeal(dealId, key, [['HOSE-0010', '2', '89.00']]);
    const made = await whole().ended(await whole().send(dealId, await whole().preview(dealId)), 'done');
    const [order] = await whole().orders(made.reference);
    const search = `/companies/${companyId}/candidates?search=${encodeURIComponent(order?.customerId ?? '')}`;
    const found = async () => Found.parse(await whole().card(search)).candidates;
    await expect.poll(found, POLL).toContainEqual(expect.objectContaining({ customerId: order?.customerId, name }));
    await expect.poll(() => shownName(companyId), POLL).toBe(name);
  },
  120_000,
);
