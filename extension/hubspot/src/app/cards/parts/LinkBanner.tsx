import { Alert, Text } from '@hubspot/ui-extensions';
import type { LinkState } from '../contracts/card-api.ts';
import { type Answered, answeredAtText, isLeftAlone } from '../words/age.ts';
import { type Format, timeText } from '../words/format.ts';

interface LinkBannerProps extends Answered {
  link: LinkState;
  format: Format;
  meaning: string;
}

/** Says since when the ERP cannot be reached, or could not when this was last asked, and what that means here; nothing while it can. */
export function LinkBanner({ link, format, meaning, ...answered }: LinkBannerProps) {
  if (link.online) return null;
  const since = link.since === null ? '' : ` since ${timeText(link.since, answered.nowMs, format)}`;
  const title = isLeftAlone(answered)
    ? `The ERP link was down at ${answeredAtText(answered, format)}`
    : `ERP link down${since}`;
  return (
    <Alert title={title} variant="warning">
      <Text>{meaning}</Text>
    </Alert>
  );
}
