/** Percentiles of all samples, never of averages. */

/** The smallest sample that `share` (0 to 1) of all samples do not exceed (nearest rank). NaN where there is none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle of a few repeated series: one disturbed series does not decide. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

/** Counts of moments per whole second, empty seconds between the first and the last included. */
export function perSecond(momentsMs: readonly number[]): number[] {
  if (momentsMs.length === 0) return [];
  const first = Math.min(...momentsMs);
  const counts = new Array<number>(Math.floor((Math.max(...momentsMs) - first) / 1000) + 1).fill(0);
  for (const moment of momentsMs) {
    const second = Math.floor((moment - first) / 1000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}

/** The distribution as a line: share of samples on x (0 to 1), their value on y. */
export function distribution(samples: readonly number[], points = 200): [number, number][] {
  return Array.from({ length: points }, (_, index) => {
    const share = (index + 1) / points;
    return [share, percentile(samples, share)];
  });
}
