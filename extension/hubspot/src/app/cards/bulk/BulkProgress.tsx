import { Alert, Button, Flex, ProgressBar, Text } from '@hubspot/ui-extensions';
import type { BulkAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { type Format, plural } from '../words/format.ts';
import { byNeed, doneWords, endWords, progressOf } from './bulk-words.ts';
import { type CompanyDeal, standingInBulk } from './company-deal.ts';
import { DealsTable } from './DealsTable.tsx';
import type { OpenBulk } from './use-bulk.ts';
import { useBulkNews } from './use-bulk-news.ts';

interface BulkProgressProps {
  gateway: Gateway;
  bulk: OpenBulk;
  /** Hears of every newer answer. */
  onNews: (answer: Fine<BulkAnswer>) => void;
  back: () => void;
  format: Format;
  copyText: (text: string) => void;
}

/** What became of each deal of a bulk, while it goes on and when it is over. */
export function BulkProgress({ gateway, bulk, onNews, back, format, copyText }: BulkProgressProps) {
  const { newest, problem, asking, goesOn, refresh } = useBulkNews(gateway, bulk, onNews);
  const progress = progressOf(newest.entries);
  const { all, done, left } = progress;
  const isOver = done === all;
  const end = endWords(progress);
  const stoppedAsking = !isOver && !goesOn && !asking;
  return (
    <Flex direction="column" gap="md">
      {isOver ? (
        <Alert title={end.title} variant={left > 0 ? 'warning' : 'success'}>
          <Text>{end.advice}</Text>
        </Alert>
      ) : (
        <>
          <ProgressBar
            title={`Sending ${plural(all, 'deal', 'deals')} to the ERP`}
            value={done}
            maxValue={all}
            valueDescription={doneWords(progress)}
            variant={left > 0 ? 'warning' : 'success'}
          />
          <Text>You can close this page: it goes on without you.</Text>
        </>
      )}
      {problem !== null && <ProblemPanel problem={problem} copyText={copyText} onRetry={refresh} asking={asking} />}
      <DealsTable deals={dealsOf(newest, bulk.deals)} gateway={gateway} format={format} />
      <Flex direction="row" gap="sm">
        <Button variant="secondary" size="xs" onClick={back}>
          Back to the deals
        </Button>
        {stoppedAsking && (
          <Button variant="secondary" size="xs" onClick={refresh}>
            Look again
          </Button>
        )}
      </Flex>
    </Flex>
  );
}

/** The deals as they were chosen, each as the gateway says that it stands. */
const dealsOf = ({ entries }: Fine<BulkAnswer>, chosen: readonly CompanyDeal[]): CompanyDeal[] =>
  byNeed(entries).map((entry) => ({
    ...(chosen.find(({ dealId }) => dealId === entry.dealId) ?? {
      dealId: entry.dealId,
      name: `Deal ${entry.dealId}`,
      amount: null,
      currency: null,
    }),
    standing: standingInBulk(entry),
  }));
