import { EmptyState, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { SearchView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { Age, MissingLine } from '../parts/SectionFrame.tsx';
import { paceOfSections } from '../poll.ts';
import { useRefreshWith } from '../use-refresh-with.ts';
import { useWatch } from '../use-watch.ts';
import { type Format, plural } from '../words/format.ts';
import { OrdersTable } from './OrdersTable.tsx';
import { resultOf, searchAge, searchSections } from './order-search.ts';

interface FoundOrdersProps {
  gateway: Gateway;
  companyId: string;
  number: string;
  /** How often the newest was asked for by hand, the same number again included. */
  refreshes: number;
  /** Something else stands in its place; what was found is kept for the way back. */
  hidden: boolean;
  openOrder: (orderId: string) => void;
  format: Format;
  isAdmin: boolean;
  copyText: (text: string) => void;
}

/** What a number led to, why, and where could not be looked. */
export function FoundOrders(props: FoundOrdersProps) {
  const { gateway, companyId, number, refreshes, hidden, openOrder, format, isAdmin, copyText } = props;
  const { answer, problem, asking, nowMs, answeredAtMs, goesOn, refresh } = useWatch<Fine<SearchView>>(
    number,
    (anew) => gateway.search(companyId, number, anew),
    (view) => paceOfSections(searchSections(view)),
  );
  useRefreshWith(refreshes, refresh);
  if (hidden) return null;
  if (answer === null) {
    return <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />;
  }
  const { found, searched, loading, failures } = resultOf(answer);
  const matched = new Map(found.map((one) => [String(one.order.orderId), one.matched]));
  const age = searchAge(answer, { nowMs, answeredAtMs, goesOn }, format);
  const complete = loading === null && failures.length === 0;
  return (
    <Flex direction="column" gap="sm">
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      {found.length > 0 && (
        <>
          <Text format={{ fontWeight: 'bold' }}>
            {plural(found.length, 'order', 'orders')} found for “{number}”
          </Text>
          <OrdersTable
            orders={found.map(({ order }) => order)}
            matchedOf={(orderId) => matched.get(orderId) ?? ''}
            openOrder={openOrder}
            nowMs={nowMs}
            format={format}
          />
        </>
      )}
      {found.length === 0 && complete && (
        <EmptyState title={`Nothing found for “${number}”`} layout="vertical" flush>
          <Text>
            No order of this customer has it as its order, PO, invoice or delivery number. Check the number; it may also
            belong to another customer.
          </Text>
        </EmptyState>
      )}
      {found.length === 0 && !complete && searched !== null && (
        <Text>
          Nothing found for “{number}” among {searched} so far.
        </Text>
      )}
      {loading !== null &&
        (goesOn ? (
          <LoadingSpinner label={`Looking through ${loading}`} showLabel layout="inline" size="sm" />
        ) : (
          <MissingLine
            section={{ state: 'loading' }}
            name={`Search of ${loading}`}
            goesOn={false}
            asking={asking}
            refresh={refresh}
            copyText={copyText}
          />
        ))}
      {failures.map(({ about, error }) => (
        <ProblemPanel
          key={about}
          problem={error}
          about={`${about} could not be searched`}
          copyText={copyText}
          onRetry={refresh}
          asking={asking}
        />
      ))}
      {age !== null && <Age {...age} again={{ asking, refresh }} />}
    </Flex>
  );
}
