import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gapsOf } from '../../agent/draft/gaps.ts';
import { type Samples, samplesOf } from '../../agent/draft/samples.ts';
import { inspectConnector } from '../../agent/erp/connector/load.ts';
import { CONNECTORS, connectorNames, readCases } from './cases.ts';
import { authorOf, casesOf, draftOf } from './draft.ts';
import { filledDraft } from './filled-draft.ts';
import { missingWsdls, openFolder } from './wsdl-folder.ts';

const HELD_OUT = join(import.meta.dirname, 'held-out');

/** What `connector check` finds in a draft whose gaps are filled. */
async function mistakes(from: string, files: ReadonlyMap<string, string>, samples: Samples): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'draft-'));
  try {
    cpSync(from, folder, { recursive: true });
    const { text, gaps } = await draftOf({ connector: 'draft', folder, files }, samples);
    expect(gapsOf(text)).toHaveLength(gaps);
    writeFileSync(join(folder, 'connector.yaml'), filledDraft(text));
    const { problems } = await inspectConnector(folder);
    // Which element keeps the reference is a gap that nothing fits into.
    return problems
      .filter(({ place }) => !place.endsWith('.request.A'))
      .map(({ place, text: problem }) => `${place}: ${problem}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a draft has no mistake but its gaps', () => {
  it.each(readdirSync(HELD_OUT))('%s', async (name) => {
    expect(await mistakes(join(HELD_OUT, name), new Map([['main', 'service.wsdl']]), samplesOf([]))).toEqual([]);
  });

  it('the demo ERP', async () => {
    const { folder, files } = authorOf('demo-erp', join(CONNECTORS, 'demo-erp'));
    expect(await mistakes(folder, files, samplesOf([]))).toEqual([]);
  });

  describe.each(connectorNames())('%s', (name) => {
    const { erp } = readCases(name);
    const missing = missingWsdls(name, erp);
    // A vendor's WSDL is not ours to ship.
    const about = missing.length > 0 ? ` (skipped: no ${missing.join(', ')}; set DRAWBRIDGE_SHARED)` : '';
    it.skipIf(missing.length > 0).each(['alone', 'with samples'])(`%s${about}`, async (how) => {
      const open = openFolder(name, erp);
      if (open === null) throw new Error('a WSDL is missing');
      try {
        const { folder, files } = authorOf(name, open.folder);
        expect(await mistakes(folder, files, how === 'alone' ? samplesOf([]) : casesOf(name))).toEqual([]);
      } finally {
        open.close();
      }
    });
  });
});
