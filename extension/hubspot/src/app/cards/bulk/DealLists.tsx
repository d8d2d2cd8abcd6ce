import { Checkbox, Flex, Text } from '@hubspot/ui-extensions';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { Age } from '../parts/SectionFrame.tsx';
import { BulkPanel } from './BulkPanel.tsx';
import { BulkUnderWay } from './BulkUnderWay.tsx';
import { DEALS_MAX, nothingToSendWords, oldDealsWords } from './bulk-words.ts';
import { type CompanyDeal, listsOf } from './company-deal.ts';
import type { DealsDeskProps } from './DealsDesk.tsx';
import { DealsTable } from './DealsTable.tsx';
import { openDealsOf } from './use-bulk.ts';

interface DealListsProps extends DealsDeskProps {
  deals: readonly CompanyDeal[];
  /** The company has more deals than these. */
  isCut: boolean;
  /** When they were read, on this browser's clock. */
  readAtMs: number;
}

/** What can be sent, with a box before each and the button below; then all other deals. Nothing is chosen at first. */
export function DealLists(props: DealListsProps) {
  const { deals, isCut, readAtMs, gateway, bulks, erpTitle, online, format, copyText, closeOverlay } = props;
  const { chosen, choose, sending, problem, send, open, reopen, told } = bulks;
  const { toSend, others } = listsOf(deals, told);
  const wanted = toSend.filter(({ dealId }) => chosen.has(dealId));
  const selectable = toSend.slice(0, DEALS_MAX).map(({ dealId }) => dealId);
  const table = { gateway, format };
  const old = oldDealsWords(readAtMs, Date.now(), format);
  return (
    <Flex direction="column" gap="md">
      {open !== null && openDealsOf(open) > 0 && (
        <BulkUnderWay key={open.answer.bulkId} bulk={open} onNews={bulks.hear} {...{ gateway, reopen }} />
      )}
      <Flex direction="column" gap="sm">
        <Text format={{ fontWeight: 'bold' }}>
          {toSend.length === 0 ? nothingToSendWords(others) : 'Won, and not sent to the ERP'}
        </Text>
        {toSend.length > 1 && (
          <Checkbox
            checked={selectable.every((dealId) => chosen.has(dealId))}
            readOnly={sending}
            onChange={(isOn) => choose(isOn ? selectable : [...chosen], isOn)}
          >
            {toSend.length > DEALS_MAX ? `Select the first ${DEALS_MAX}` : `Select all ${toSend.length}`}
          </Checkbox>
        )}
        {toSend.length > 0 && <DealsTable deals={toSend} choice={{ chosen, choose, isShut: sending }} {...table} />}
        {problem !== null && <ProblemPanel problem={problem} about="Send to ERP" copyText={copyText} />}
        {toSend.length > 0 && (
          <BulkPanel
            deals={wanted}
            send={() => send(wanted)}
            {...{ erpTitle, online, sending, format, closeOverlay }}
          />
        )}
      </Flex>
      {others.length > 0 && (
        <Flex direction="column" gap="sm">
          <Text format={{ fontWeight: 'bold' }}>Other deals</Text>
          <DealsTable deals={others} {...table} />
        </Flex>
      )}
      {isCut && (
        <Text variant="microcopy">
          This company has more deals than the {deals.length} above. The others are sent from their own tab “Send to
          ERP”.
        </Text>
      )}
      {old !== null && <Age tone="amber" text={old} />}
    </Flex>
  );
}
