import { afterEach, expect, it, vi } from 'vitest';
import { bad, good } from './card-client.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord } from './hubspot-control.ts';
import { later } from './later.ts';
import { answersOf, fineDeal, newDeal, previewErp } from './preview-erp.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const stage = async () => {
  const tenant = await setUpTenant();
  const erp = previewErp({});
  return { tenant, erp, agent: await newAgent(tenant, answersOf(erp)) };
};
const UNDER: Parameters<typeof newDeal> = ['10452', ['SEAL-0009', '1', '9.50']];
const plainSpaces = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

it('a preview’s sentences write numbers as its reader does, and plainly where the card does not say how', async () => {
  const { tenant } = await stage();
  const dealId = await newDeal(...UNDER);
  const said = async (locale?: string) => {
    const { preview } = good(await tenant.card.preview(dealId, locale));
    return [plainSpaces(preview.findings.find(({ code }) => code === 'price.below-list')?.message ?? ''), preview.hash];
  };
  const [plain, hash] = await said();
  expect(plain).toBe("SEAL-0009 is 0.70 EUR under the ERP's price of 10.20 EUR.");
  // The same is found, so whoever looked may send, whoever reads it.
  expect(await said('de-DE')).toEqual(["SEAL-0009 is 0,70 € under the ERP's price of 10,20 €.", hash]);
  expect(await said('en-US')).toEqual(["SEAL-0009 is €0.70 under the ERP's price of €10.20.", hash]);
});

it('a send that is refused says what changed as its reader writes it', async () => {
  const { tenant, erp } = await stage();
  const dealId = await fineDeal();
  const { hash } = good(await tenant.card.preview(dealId, 'de-DE')).preview;
  await changeRecord('line_items', `${dealId}01`, { price: '1410.50' });
  erp.prices['SEAL-0014'] = '13.50';
  later(61_000);
  const { code, message } = bad(await tenant.card.send(dealId, { previewHash: hash, override: true }, 'de-DE'));
  expect(code).toBe('preview.changed');
  expect(plainSpaces(message)).toContain('PUMP-0040: the price is 1.410,50 €, it was 410,00 €.');
  expect(plainSpaces(message)).toContain("SEAL-0014 is 0,70 € under the ERP's price of 13,50 €.");
});

it.each(['en_US', 'english', 'en-US-u-nu-thai', ''])(
  'a locale like “%s” is refused, and nothing is sent',
  async (locale) => {
    const { tenant } = await stage();
    const dealId = await fineDeal();
    expect(bad(await tenant.card.preview(dealId, locale)).code).toBe('request.invalid');
    expect(bad(await tenant.card.send(dealId, {}, locale)).code).toBe('request.invalid');
    expect(good(await tenant.card.deal(dealId)).push).toBeNull();
  },
);
