import type { PushAnswer } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { type AgeLine, type Asked, ageLine } from '../words/age.ts';
import { type Format, timeText } from '../words/format.ts';

/**
 * How old it is what the card says of a push. The gateway knows its own part at any moment; what the ERP reports of an
 * order comes over the link, so without it nothing is newer than the link's end.
 * @param stopped the push goes on, and the card does not ask any more
 */
export function pushAge(
  { now, link, push, correlationId }: Fine<PushAnswer>,
  stopped: boolean,
  asked: Asked,
  format: Format,
): AgeLine {
  if (push.orderStatus !== null && !link.online) {
    const error = { code: 'agent.offline', category: 'unavailable', message: '', advice: '', correlationId } as const;
    return ageLine({ state: 'stale', asOf: link.since ?? now, error }, asked, format);
  }
  if (stopped) return { tone: 'amber', text: `from ${timeText(now, asked.nowMs, format)}, not refreshed since` };
  return ageLine({ state: 'fresh', asOf: now }, asked, format);
}
