import { CAST_DEALS } from '../../sandbox/cast-deals.ts';
import type { Bench, Experiment } from '../bench.ts';
import type { CardAnswer } from '../card-client.ts';
import { BAD_DAY, GOOD_DAY } from '../erp.ts';
import { dueTimesMs, openLoop } from '../load.ts';
import { distribution, percentile } from '../percentile.ts';
import { companyOf } from '../rig.ts';

const USERS = 50;
const COMPANIES = 60;
/** Deals whose stock people look at, each with three items. */
const STOCK_QUESTIONS = 20;
const BUDGET_MS = 2_500;
/** Deals whose customers the ERP knows. */
const PUSHED = CAST_DEALS.filter(({ stage, dealId }) => stage === 'won' && dealId <= '88412071');

/** Every kind of card answer, 50 users for a minute, over an ERP that has a bad day; most companies are cold at first. */
export const badDay: Experiment = {
  name: 'bad-day',
  keys: [
    'within_2500ms_pct',
    'http_5xx',
    'bad_day_p50_ms',
    'bad_day_p95_ms',
    'bad_day_max_ms',
    'within_2600ms_pct',
    'bad_day_states',
    'bad_day_company_useful_pct',
    'bad_day_company_useful_p50_ms',
  ],
  async run(bench) {
    const rig = await bench.rig();
    const ask = await mixOf(bench);
    await rig.erp.set(BAD_DAY);
    try {
      const samples = await openLoop(dueTimesMs(USERS, bench.quick ? 6_000 : 60_000), ask);
      const all = samples.map(({ ms }) => ms);
      const share = (limitMs: number): number => (100 * all.filter((ms) => ms <= limitMs).length) / all.length;
      const states: Record<string, number> = {};
      for (const { answer } of samples) {
        const state = stateOf(answer);
        states[state] = (states[state] ?? 0) + 1;
      }
      const companies = samples.filter(({ answer }) => answer.body.openOrders !== undefined);
      const useful = companies.filter(({ answer }) => saysWhatMatters(answer));
      bench.draw('bad-day', {
        title: 'Every card answer, 50 users, bad ERP (median 0.8 s, tail to 30 s, 5 % errors)',
        x: 'share of answers',
        y: 'ms',
        lines: [{ name: 'answer', points: distribution(all, 400) }],
      });
      return {
        within_2500ms_pct: share(BUDGET_MS),
        within_2600ms_pct: share(BUDGET_MS + 100),
        http_5xx: samples.filter(({ answer }) => answer.status >= 500).length,
        bad_day_p50_ms: percentile(all, 0.5),
        bad_day_p95_ms: percentile(all, 0.95),
        bad_day_max_ms: percentile(all, 1),
        bad_day_states: states,
        bad_day_company_useful_pct: (100 * useful.length) / companies.length,
        bad_day_company_useful_p50_ms: percentile(
          useful.map(({ ms }) => ms),
          0.5,
        ),
      };
    } finally {
      await rig.erp.set(GOOD_DAY);
    }
  },
};

/** 3 % deals (they ask the CRM, whose limit is not measured), 15 % stock, 20 % single orders, the rest companies; two pushes. */
async function mixOf(bench: Bench): Promise<(index: number) => Promise<CardAnswer>> {
  const rig = await bench.rig();
  const customers = await bench.untouched(COMPANIES);
  const stock = await Promise.all(Array.from({ length: STOCK_QUESTIONS }, () => bench.newQuestion(3)));
  const orders = new Map(rig.content.customers.map(({ customerId, orderIds }) => [customerId, orderIds]));
  // A large odd factor spreads consecutive users over all customers, the same in every run.
  const customerAt = (index: number): string => customers[(index * 7_919) % customers.length] ?? '';
  return async (index) => {
    const turn = index % 100;
    const customer = customerAt(index);
    const pushed = PUSHED[index / 250 - 1];
    if (pushed !== undefined) return rig.cards.push(pushed.dealId);
    if (turn % 33 === 32) return rig.cards.view(`/v1/card/deals/${CAST_DEALS[index % CAST_DEALS.length]?.dealId}`);
    if (turn % 7 === 3) return rig.cards.stock(stock[index % stock.length] ?? []);
    const own = orders.get(customer) ?? [];
    if (turn % 5 === 1 && own.length > 0) {
      return rig.cards.view(`/v1/card/companies/${companyOf(customer)}/orders/${own[index % own.length]}`);
    }
    return rig.cards.company(companyOf(customer));
  };
}

/** Whether a company's answer shows its customer and open orders, of whatever age. */
const saysWhatMatters = ({ body }: CardAnswer): boolean =>
  [body.customer, body.openOrders].every((part) => part?.state === 'fresh' || part?.state === 'stale');

/** The worst of an answer's sections, or why there is none. */
function stateOf({ body }: CardAnswer): string {
  if (!body.ok) return body.error?.code ?? 'not ok';
  const states = [body.customer, body.openOrders, body.orders, body.invoices, body.order, body.stock].flatMap((part) =>
    part === undefined ? [] : [part.state],
  );
  return (['failed', 'loading', 'stale', 'fresh'] as const).find((state) => states.includes(state)) ?? 'no sections';
}
