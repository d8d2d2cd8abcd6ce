import type { Latency } from './knobs.ts';

/** Where the middle of the draws lies between min and max on a logarithmic scale: most answers are quick, some are slow. */
const MEDIAN_AT = 0.35;
/** Min and max are this many standard deviations apart. */
const DEVIATIONS = 4;

/**
 * How long one answer takes: log-normal between the bounds, cut off at both.
 * @param uniform draws from 0 (included) to 1
 */
export function drawLatencyMs(latency: Latency, uniform: () => number): number {
  if (latency === null) return 0;
  if (typeof latency === 'number') return latency;
  const low = Math.log(Math.max(latency.min, 1));
  const span = Math.log(Math.max(latency.max, 1)) - low;
  const normal = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const drawn = Math.exp(low + span * (MEDIAN_AT + normal / DEVIATIONS));
  return Math.round(Math.min(latency.max, Math.max(latency.min, drawn)));
}
