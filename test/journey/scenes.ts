import type { CastDeal } from '../sandbox/cast-deals.ts';
import { newOrder, SoapCaller } from '../sandbox/erp/soap-caller.ts';
import { nextOrderMeets } from './deal-evidence.ts';
import type { Stage } from './stage.ts';

/** Brings about one state and waits for its key words; the page then shows it. */
export type Scene = (stage: Stage) => Promise<unknown>;

/** Companies of the stand-in CRM: 77000 before the ERP's number; the others have none at first. */
const NORDWIND = '7700010447';
const UNLINKED = { bare: '7700010590', wrong: '7700020002', faulty: '7700020003', unseen: '7700020004' };
const DEALS = { warned: '88412070', fine: '88412071', held: '88412072', blocked: '88412074', twin: '88412076' };

const ALPENQUELL = '7700010452';
const REPEAT_DEALS: CastDeal[] = [
  ['88412081', 'Seals for line 2', 'SEAL-0014', '60', '12.80'],
  ['88412082', 'خراطيم الربيع 😀 line 4', 'HOSE-0010', '4', '89.00'],
  ['88412083', 'Valves at last year’s price', 'VALV-0025', '10', '50.00'],
].map(([dealId = '', name = '', itemId = '', quantity = '', unitPrice = '']) => {
  const lines = [{ itemId, quantity, unitPrice }];
  return { dealId, name, customerId: '10452', stage: 'won', lines };
});

const DECIDED = /nothing stands in the way|to look at before you send|in the way\.$/;
const ORDER_MADE = /^Order \d+ is in the ERP and its number is on this deal\.$/;
const READ_ALOUD = /was part shipped.* the rest is due/;

/** Opens a company and waits for the words on its card: the sidebar and the record's heading may say the same before it. */
const companyCard =
  (id: string, words: RegExp): Scene =>
  async ({ company, person }) => {
    await company(id, words);
    await person.page.locator('.card-box').getByText(words).first().waitFor();
  };

/** Opens where the items of the deal on the page lie, and brings all of it into view. */
const warehouses: Scene = async ({ person }) => {
  await person.press('Stock by warehouse');
  await person.see(/^All 3 warehouses$/);
  await person.page.getByText(/^Stock as of/).scrollIntoViewIfNeeded();
};

/** The states in an order in which each leaves what the next needs. */
export const SCENES: readonly [state: string, scene: Scene][] = [
  [
    'loading-first-time',
    async ({ knobs, company }) => {
      await knobs({ latencyMs: 6_000 });
      await company('7700010452', /^Orders: asking the ERP$/);
    },
  ],
  [
    'loading-came-in',
    async ({ knobs, person }) => {
      await knobs({ latencyMs: null });
      await person.see(/^Figures as of/);
    },
  ],
  ['fresh', companyCard(NORDWIND, /2 invoices overdue/)],
  ['order-opened', ({ order, person }) => order('Part shipped').then(() => person.see(READ_ALOUD))],
  [
    'invoices',
    async ({ company, tab, person }) => {
      await company(NORDWIND, /2 invoices overdue/);
      await tab('Invoices');
      await person.see(/days overdue$/);
    },
  ],
  ['payments', ({ tab, person }) => tab('Payments').then(() => person.see(/^Paid invoices$/))],
  ['details', ({ tab, person }) => tab('Details').then(() => person.see(/^VAT id$/))],
  ['number-not-found', ({ search, person }) => search('999999').then(() => person.see(/^Nothing found for “999999”$/))],
  ['customer-on-hold', companyCard('7700010461', /^Customer on hold/)],
  ['no-orders-yet', ({ company }) => company('7700010473', /^No orders yet$/)],
  ['awkward-name', companyCard('7700010499', /^Łukasz & Søn "Ventile" O’Brien ApS$/)],
  ['many-orders', ({ company }) => company('7700010480', /^Show more \(/)],
  ['not-linked', ({ company }) => company(UNLINKED.bare, /has no customer that looks like it/)],
  ['deals-not-linked', ({ companyDeals }) => companyDeals(UNLINKED.bare, /^Its “ERP” tab asks which one it is/)],
  ['two-candidates', ({ company }) => company('7700010507', /same e-mail domain and similar name/)],
  [
    'wrong-number',
    async (stage) => {
      await stage.number(UNLINKED.wrong, '99999');
      await companyCard(UNLINKED.wrong, /^The ERP has no customer 99999\.$/)(stage);
    },
  ],
  [
    'partly-failed',
    async ({ number, knobs, company, tab, person }) => {
      await number(UNLINKED.faulty, '10600');
      await knobs({ next: [{ operation: 'RechnungenLesen', fault: 'soap-fault', times: 20 }] });
      await company(UNLINKED.faulty, /^could not be loaded$/);
      await tab('Invoices');
      await person.see(/^This part of the card is missing\./);
      await knobs({ next: [] });
    },
  ],
  ['service-ticket', ({ ticket }) => ticket('9910001', /^Last orders$/)],
  ['service-read-aloud', ({ order, person }) => order('Part shipped').then(() => person.see(READ_ALOUD))],
  ['preview-fine', ({ deal }) => deal(DEALS.fine, /nothing stands in the way/)],
  ['preview-blocked', ({ deal }) => deal(DEALS.blocked, /^KIT-X is not in the ERP/)],
  ['preview-warehouses', (stage) => warehouses(stage)],
  ['preview-customer-on-hold', ({ deal }) => deal(DEALS.held, /is on hold in the ERP/)],
  [
    'refused',
    async ({ knobs, deal, send, person }) => {
      await knobs({ periodClosed: true });
      await deal(DEALS.fine, DECIDED);
      await send();
      await person.see(/^The ERP refused this: /);
      await person.see(DECIDED);
      await knobs({ periodClosed: false });
    },
  ],
  [
    'second-revision',
    async ({ send, person }) => {
      await send();
      await person.see(ORDER_MADE);
      await person.see(/DB-88412071-2$/);
    },
  ],
  ['preview-warned', ({ deal }) => deal(DEALS.warned, /^3 things to look at before you send/)],
  ['confirmation', ({ person }) => person.press('Send anyway').then(() => person.see('You send it although:'))],
  [
    'being-confirmed',
    async ({ person, stack }) => {
      await nextOrderMeets(stack.erpControl, 'no-answer-after-commit', 6_000);
      await person.press('Send anyway');
      await person.see(/^The ERP has not confirmed yet\.$/);
    },
  ],
  ['sent', ({ person, knobs }) => person.see(ORDER_MADE).then(() => knobs({ indexLagMs: 0 }))],
  ['already-sent', ({ deal }) => deal(DEALS.warned, ORDER_MADE)],
  ['sent-warehouses', (stage) => warehouses(stage)],
  [
    'changed-after-sending',
    async ({ quantity, deal, person }) => {
      await quantity(DEALS.warned, '20');
      await deal(DEALS.warned, /^The deal was changed after this was sent\.$/);
      await person.see(/^PUMP-0040 is 20 on the deal, 12 as sent to the ERP\.$/);
      await quantity(DEALS.warned, '12');
    },
  ],
  [
    'deals',
    async ({ newDeal, companyDeals }) => {
      for (const deal of REPEAT_DEALS) await newDeal(deal);
      await companyDeals(ALPENQUELL, /^Select all 4$/);
    },
  ],
  [
    'deals-question',
    async ({ tick, person }) => {
      await tick(...REPEAT_DEALS.map(({ name }) => name));
      await person.press('Send 3 deals to ERP');
      await person.see(/^Send 3 deals to the ERP\?$/);
    },
  ],
  [
    'deals-under-way',
    async ({ knobs, person }) => {
      await knobs({ latencyMs: 1_000 });
      await person.press('Send 3 deals to ERP');
      await person.see(/^[012] of 3 done$/);
    },
  ],
  [
    'deals-sent',
    async ({ knobs, person }) => {
      await knobs({ latencyMs: null });
      await person.see(/^2 of 3 ordered, 1 deal needs a look\.$/);
    },
  ],
  ['deals-afterwards', ({ person }) => person.press('Back to the deals').then(() => person.see(/^Select all 2$/))],
  [
    'parked',
    async ({ stack, deal, send, person }) => {
      const colleague = new SoapCaller(stack.erpEndpoint);
      await colleague.logIn(stack.erpPassword);
      await colleague.call('AuftragAnlegen', newOrder({ FremdReferenz: `DB-${DEALS.twin}-1` }));
      await nextOrderMeets(stack.erpControl, 'abort');
      await deal(DEALS.twin, DECIDED);
      await send();
      await person.see(/^Someone needs to look at this/);
    },
  ],
  [
    'erp-down-stale',
    async ({ erp, company, person }) => {
      await erp('down');
      await company(NORDWIND, /2 invoices overdue/);
      await person.press('Refresh');
      await person.see(/^Figures from .*, the ERP is not answering/);
    },
  ],
  [
    'erp-down-nothing-known',
    async ({ number, company }) => {
      await number(UNLINKED.unseen, '10601');
      await company(UNLINKED.unseen, /^Orders: The ERP is not answering/);
    },
  ],
  [
    'agent-off',
    async (stage) => {
      await stage.erp('up');
      await stage.stack.stopAgent();
      await companyCard(NORDWIND, /^ERP link down since/)(stage);
    },
  ],
  ['deals-agent-off', ({ companyDeals }) => companyDeals(ALPENQUELL, /wait ten minutes for it/)],
  [
    'deals-opened-again',
    async ({ newDeal, tick, person, companyDeals }) => {
      const lines = [{ itemId: 'SEAL-0014', quantity: '7', unitPrice: '12.80' }];
      await newDeal({ dealId: '88412084', name: 'Seals for line 3', customerId: '10452', stage: 'won', lines });
      await companyDeals(ALPENQUELL, /^Select all 2$/);
      await tick('Seals for line 3');
      await person.press('Send 1 deal to ERP');
      await person.see(/^Send 1 deal to the ERP\?$/);
      await person.press('Send 1 deal to ERP');
      await person.see(/^0 of 1 done$/);
      await companyDeals(ALPENQUELL, /^1 deal is being sent\.$/);
    },
  ],
  ['preview-agent-off', ({ deal }) => deal(DEALS.held, /Shown is what the ERP said last/)],
  [
    'not-set-up',
    async (stage) => {
      await stage.stack.startAgent();
      await stage.withoutGateway();
      await companyCard(NORDWIND, /^The ERP link is not set up yet$/)(stage);
    },
  ],
];
