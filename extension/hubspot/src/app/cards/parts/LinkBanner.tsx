import { Alert, Text } from '@hubspot/ui-extensions';
import type { LinkState } from '../contracts/card-api.ts';
import { type Format, timeText } from '../words/format.ts';

/** Says since when the ERP cannot be reached, and what that means here; nothing while it can. */
export function LinkBanner({
  link,
  nowMs,
  format,
  meaning,
}: {
  link: LinkState;
  nowMs: number;
  format: Format;
  meaning: string;
}) {
  if (link.online) return null;
  const since = link.since === null ? '' : ` since ${timeText(link.since, nowMs, format)}`;
  return (
    <Alert title={`ERP link down${since}`} variant="warning">
      <Text>{meaning}</Text>
    </Alert>
  );
}
