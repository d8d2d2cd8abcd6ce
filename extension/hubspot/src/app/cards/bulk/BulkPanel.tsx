import { Flex, List, Text } from '@hubspot/ui-extensions';
import { AskedButton } from '../parts/AskedButton.tsx';
import { type Format, plural } from '../words/format.ts';
import { confirmationWords, DEALS_MAX, totalWords } from './bulk-words.ts';
import type { CompanyDeal } from './company-deal.ts';

/** So many are named in the question; all of them are in the list behind it. */
const NAMED_MAX = 10;

interface BulkPanelProps {
  /** What is chosen and can be sent. */
  deals: readonly CompanyDeal[];
  erpTitle: string;
  /** The way to the ERP is open. */
  online: boolean;
  sending: boolean;
  send: () => void;
  format: Format;
  closeOverlay: (id: string) => void;
}

/** How much is chosen, and the button that sends it. */
export function BulkPanel({ deals, erpTitle, online, sending, send, format, closeOverlay }: BulkPanelProps) {
  const total = totalWords(deals, format);
  const label = deals.length === 0 ? 'Send deals to ERP' : `Send ${plural(deals.length, 'deal', 'deals')} to ERP`;
  const tooMany = deals.length > DEALS_MAX;
  const { title, sentences } = confirmationWords(deals, erpTitle, online);
  const named = deals.slice(0, NAMED_MAX).map(({ dealId, name }) => ({ dealId, name }));
  const more = deals.length - named.length;
  return (
    <Flex direction="row" gap="sm" justify="between" align="center" wrap="wrap">
      <Text variant="microcopy">
        {tooMany
          ? `${deals.length} chosen: at most ${DEALS_MAX} are sent at once.`
          : [`${deals.length} chosen`, total].filter(Boolean).join(', ')}
      </Text>
      <AskedButton
        modalId="send-deals-to-erp"
        title={title}
        label={label}
        sending={sending}
        shut={deals.length === 0 || tooMany}
        confirmed={send}
        closeOverlay={closeOverlay}
      >
        <Flex direction="column" gap="sm">
          {sentences.map((sentence) => (
            <Text key={sentence}>{sentence}</Text>
          ))}
          <List variant="unordered-styled">
            {named.map(({ dealId, name }) => (
              <Text key={dealId}>{name}</Text>
            ))}
            {more > 0 && <Text>and {more} more</Text>}
          </List>
          {total !== null && <Text format={{ fontWeight: 'bold' }}>Together {total}</Text>}
        </Flex>
      </AskedButton>
    </Flex>
  );
}
