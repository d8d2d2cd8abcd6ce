import { describe, expect, it } from 'vitest';
import { measureDrift } from './drift.ts';

describe('changes of an ERP', () => {
  it('are noticed before the first wrong write, and nothing is said of harmless ones', async () => {
    const verdict = await measureDrift(['10447', '10452', '10461', '10473']);
    expect(verdict).toMatchObject({ changes: 100, harmless: 100, false_alarms: 0 });
    expect(verdict.noticed, verdict.missed.join('\n')).toBeGreaterThanOrEqual(95);
  }, 120_000);
});
