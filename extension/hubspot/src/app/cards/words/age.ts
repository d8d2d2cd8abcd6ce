import type { CardError } from '../contracts/card-api.ts';
import type { Moment } from '../contracts/dates.ts';
import { type Format, timeText } from './format.ts';

/** A section's last line: quiet while fresh, amber when what is shown may be out of date. */
export interface AgeLine {
  tone: 'quiet' | 'amber';
  text: string;
}

/** `just now`, `20 s ago`, `5 min ago`, `3 h ago`, `4 days ago`. */
export function ageText(asOf: Moment, nowMs: number): string {
  const seconds = Math.floor((nowMs - Date.parse(asOf)) / 1000);
  if (seconds < 2) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}

type Known = { state: 'fresh'; asOf: Moment } | { state: 'stale'; asOf: Moment; error: CardError | null };

const reasonOf = (error: CardError): string => {
  if (error.code === 'agent.offline') return 'the link to the ERP is down';
  if (error.code === 'gateway.quiet-hours') return 'the ERP is left alone at this hour';
  if (error.category === 'unavailable') return 'the ERP is not answering';
  return error.message.replace(/\.$/, '');
};

/**
 * @param section what the gateway said of it
 * @param goesOn the card asks again by itself
 */
export function ageLine(section: Known, nowMs: number, format: Format, goesOn: boolean): AgeLine {
  const at = timeText(section.asOf, nowMs, format);
  if (section.state === 'fresh') return { tone: 'quiet', text: `as of ${at} (${ageText(section.asOf, nowMs)})` };
  if (section.error === null) {
    return { tone: 'amber', text: `from ${at}${goesOn ? ', a newer answer is on its way' : ''}` };
  }
  const again = goesOn && section.error.code !== 'gateway.quiet-hours' ? '; trying again' : '';
  return { tone: 'amber', text: `from ${at}, ${reasonOf(section.error)}${again}` };
}

const weight = (section: Known): number => (section.state === 'fresh' ? 2 : section.error === null ? 1 : 0);

/** One line for what stands on several sections: the age of the worst, a stale one before any fresh one, then the oldest; null while none is known. */
export function ageOfAll(
  sections: readonly (Known | { state: 'loading' | 'failed' })[],
  nowMs: number,
  format: Format,
  goesOn: boolean,
): AgeLine | null {
  const known = sections.flatMap((section) => ('asOf' in section ? [section] : []));
  const [worst] = known.sort((a, b) => weight(a) - weight(b) || a.asOf.localeCompare(b.asOf));
  return worst === undefined ? null : ageLine(worst, nowMs, format, goesOn);
}
