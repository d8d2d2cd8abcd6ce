import { Button, Flex, Text } from '@hubspot/ui-extensions';
import type { BulkAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { plural } from '../words/format.ts';
import { type OpenBulk, openDealsOf } from './use-bulk.ts';
import { useBulkNews } from './use-bulk-news.ts';

interface BulkUnderWayProps {
  gateway: Gateway;
  bulk: OpenBulk;
  onNews: (answer: Fine<BulkAnswer>) => void;
  reopen: () => void;
}

/** Above the list of deals while a bulk goes on: how many, and the way to it. The list hears how it goes. */
export function BulkUnderWay({ gateway, bulk, onNews, reopen }: BulkUnderWayProps) {
  useBulkNews(gateway, bulk, onNews);
  return (
    <Flex direction="row" gap="sm" align="center">
      <Text>{plural(openDealsOf(bulk), 'deal is', 'deals are')} being sent.</Text>
      <Button variant="secondary" size="xs" onClick={reopen}>
        Show how far it is
      </Button>
    </Flex>
  );
}
