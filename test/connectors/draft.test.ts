import { describe, expect, it } from 'vitest';
import { connectorNames, readCases } from './cases.ts';
import { measureHeldOut, measureInTheBox, summed } from './draft.ts';
import { missingWsdls } from './wsdl-folder.ts';

describe('drafts', () => {
  it('of systems that the rules were not written with are mostly right, and every write is the right one', async () => {
    const { precision, recall, writesRankAt1, rankAt1 } = summed(await measureHeldOut());
    // Measured the first time: 0.856 and 0.944. Not to be tuned on: a worse figure is a reason to look, not to fit.
    expect(precision).toBeGreaterThanOrEqual(0.82);
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(rankAt1.wrong).toBe(0);
    expect(writesRankAt1).toEqual({ commands: 5, first: 5, wrong: 0, none: 0 });
  });

  const missing = connectorNames().flatMap((name) => missingWsdls(name, readCases(name).erp));
  // Vendors' WSDLs are not ours to ship.
  const about = missing.length > 0 ? ` (skipped: no ${missing.join(', ')}; set DRAWBRIDGE_SHARED)` : '';
  it.skipIf(missing.length > 0)(
    `of the connectors in the box are as good as measured${about}`,
    async () => {
      const { alone, sampled } = await measureInTheBox();
      // Measured with all that these connectors map: 0.852 and 0.492, 0.954 and 0.72. A third of it is behind WSDLs that
      // name no field (iDempiere, Sage X3, the queries of Business One).
      expect(summed(alone).precision).toBeGreaterThanOrEqual(0.85);
      expect(summed(alone).recall).toBeGreaterThanOrEqual(0.48);
      expect(summed(sampled).precision).toBeGreaterThanOrEqual(0.9);
      expect(summed(sampled).recall).toBeGreaterThanOrEqual(0.7);
    },
    60_000,
  );
});
