import { EmptyState, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { Gateway } from '../gateway.ts';
import { Blocked } from '../parts/Blocked.tsx';
import type { Format } from '../words/format.ts';
import { BulkProgress } from './BulkProgress.tsx';
import { DealLists } from './DealLists.tsx';
import type { Bulks } from './use-bulk.ts';
import { useDeals } from './use-deals.ts';
import { useWaitingBulk } from './use-waiting-bulk.ts';

export interface DealsDeskProps {
  gateway: Gateway;
  bulks: Bulks;
  erpTitle: string;
  /** The way to the ERP is open. */
  online: boolean;
  /** Somebody comes back from a bulk: what the card shows may be old. */
  refreshAll: () => void;
  format: Format;
  copyText: (text: string) => void;
  closeOverlay: (id: string) => void;
}

/** The company's deals: the won ones to choose from, then how the others stand; or what becomes of those that were sent. */
export function DealsDesk(props: DealsDeskProps) {
  const { gateway, bulks, refreshAll, format, copyText } = props;
  const known = useDeals();
  useWaitingBulk(gateway, known, bulks);
  if (bulks.open !== null && bulks.isShown) {
    const back = (): void => {
      bulks.leave();
      refreshAll();
    };
    return (
      <BulkProgress
        key={bulks.open.answer.bulkId}
        bulk={bulks.open}
        onNews={bulks.hear}
        {...{ gateway, back, format, copyText }}
      />
    );
  }
  if (known.state === 'loading') {
    return <LoadingSpinner label="Deals: asking the CRM" showLabel layout="centered" size="md" />;
  }
  if (known.state === 'failed') {
    const title = 'The deals of this company could not be read.';
    return <Blocked title={title} advice="Try again in a moment." retry={known.retry} />;
  }
  if (known.deals.length === 0) {
    return (
      <EmptyState title="No deals yet" layout="vertical" flush>
        <Text>A deal of this company shows here, and can be sent to the ERP once it is won.</Text>
      </EmptyState>
    );
  }
  return <DealLists {...props} deals={known.deals} isCut={known.isCut} readAtMs={known.readAtMs} />;
}
