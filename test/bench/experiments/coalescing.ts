import type { Experiment } from '../bench.ts';
import { GOOD_DAY } from '../erp.ts';
import { companyOf } from '../rig.ts';

const OPENS = 500;

/** 500 people open the same unknown company in the same moment. */
export const coalescing: Experiment = {
  name: 'coalescing',
  keys: ['soap_calls_for_500_opens', 'fresh_of_500_opens', 'company_view_sections'],
  async run(bench) {
    const rig = await bench.rig();
    await rig.erp.set({ latencyMs: 600 });
    let most = 0;
    let sections = 0;
    let fewestFresh = OPENS;
    try {
      for (const customer of await bench.untouched(bench.quick ? 1 : 3)) {
        await rig.erp.forget();
        const answers = await Promise.all(Array.from({ length: OPENS }, () => rig.cards.company(companyOf(customer))));
        const { calls } = await rig.erp.stats();
        const reads = Object.entries(calls).filter(([operation]) => operation !== 'Anmelden');
        most = Math.max(
          most,
          reads.reduce((sum, [, count]) => sum + count, 0),
        );
        const [{ body = { ok: false } } = {}] = answers;
        sections = Object.values(body).filter((part) => typeof part === 'object' && 'state' in part).length;
        fewestFresh = Math.min(fewestFresh, answers.filter(({ body }) => body.orders?.state === 'fresh').length);
      }
    } finally {
      await rig.erp.set(GOOD_DAY);
    }
    return { soap_calls_for_500_opens: most, fresh_of_500_opens: fewestFresh, company_view_sections: sections };
  },
};
