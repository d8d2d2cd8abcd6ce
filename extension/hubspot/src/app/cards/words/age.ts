import type { CardError } from '../contracts/card-api.ts';
import type { Moment } from '../contracts/dates.ts';
import { type Format, timeText } from './format.ts';

/** A section's last line: quiet while fresh, amber when what is shown may be out of date, or nobody looked whether it is. */
export interface AgeLine {
  tone: 'quiet' | 'amber';
  text: string;
}

/** When what is shown came. */
export interface Answered {
  /** The gateway's clock now, in epoch ms. */
  nowMs: number;
  /** The gateway's clock when its last answer came, in epoch ms. */
  answeredAtMs: number;
}

/** And what the card does about it. */
export interface Asked extends Answered {
  /** The card asks again by itself. */
  goesOn: boolean;
}

/**
 * 5 min without an answer: what the gateway called fresh is not taken for current any more. The gateway judges once,
 * when it answers; a card asks no further when nothing is missing, and stays on the screen for hours. Five times the
 * longest lifetime of a read by default, so that nothing turns amber while an order is being read out on the phone;
 * short enough that nobody promises stock of before lunch. Not the read's own lifetime: a tenant may set up to a day,
 * and that nobody asked since is true all the same.
 */
export const LEFT_ALONE_AFTER_MS = 300_000;

/** Whether what is shown has stood on the screen for long without a newer answer. */
export const isLeftAlone = ({ nowMs, answeredAtMs }: Answered): boolean => nowMs - answeredAtMs >= LEFT_ALONE_AFTER_MS;

/** When the last answer came: what is past is told with its time, not as if it were so now. */
export const answeredAtText = ({ nowMs, answeredAtMs }: Answered, format: Format): string =>
  timeText(new Date(answeredAtMs).toISOString() as Moment, nowMs, format);

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

/** @param section what the gateway said of it when it answered */
export function ageLine(section: Known, asked: Asked, format: Format): AgeLine {
  const { nowMs, goesOn } = asked;
  const at = timeText(section.asOf, nowMs, format);
  // Said of a refresh that failed, too: it brought nothing newer.
  const left = isLeftAlone(asked) ? ', not refreshed since' : '';
  if (section.state === 'fresh') {
    if (left !== '') return { tone: 'amber', text: `from ${at}${left}` };
    return { tone: 'quiet', text: `as of ${at} (${ageText(section.asOf, nowMs)})` };
  }
  if (section.error === null) {
    return { tone: 'amber', text: `from ${at}${goesOn ? ', a newer answer is on its way' : left}` };
  }
  const again = goesOn && section.error.code !== 'gateway.quiet-hours' ? '; trying again' : '';
  // The reason is as old as the answer.
  const then = left === '' || goesOn ? '' : ` (asked at ${answeredAtText(asked, format)})`;
  return { tone: 'amber', text: `from ${at}, ${reasonOf(section.error)}${again}${then}` };
}

const weight = (section: Known): number => (section.state === 'fresh' ? 2 : section.error === null ? 1 : 0);

/** One line for what stands on several sections: the age of the worst, a stale one before any fresh one, then the oldest; null while none is known. */
export function ageOfAll(
  sections: readonly (Known | { state: 'loading' | 'failed' })[],
  asked: Asked,
  format: Format,
): AgeLine | null {
  const known = sections.flatMap((section) => ('asOf' in section ? [section] : []));
  const [worst] = known.sort((a, b) => weight(a) - weight(b) || a.asOf.localeCompare(b.asOf));
  return worst === undefined ? null : ageLine(worst, asked, format);
}
