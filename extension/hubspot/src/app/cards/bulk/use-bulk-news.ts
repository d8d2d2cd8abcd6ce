import { useEffect, useRef } from 'react';
import type { BulkAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { type UsedWatch, useWatch } from '../use-watch.ts';
import { paceOfBulk } from './bulk-words.ts';
import type { OpenBulk } from './use-bulk.ts';

/**
 * Asks for a bulk until each of its deals is an order or needs a look.
 * @param onNews hears of every newer answer
 */
export function useBulkNews(
  gateway: Gateway,
  { answer: first }: OpenBulk,
  onNews: (answer: Fine<BulkAnswer>) => void,
): Omit<UsedWatch<Fine<BulkAnswer>>, 'answer'> & { newest: Fine<BulkAnswer> } {
  const { bulkId } = first;
  const { answer, ...watched } = useWatch<Fine<BulkAnswer>>(bulkId, () => gateway.bulk(bulkId), paceOfBulk, first);
  const newest = answer ?? first;
  const heardOf = useRef(newest);
  useEffect(() => {
    if (heardOf.current !== newest) onNews(newest);
    heardOf.current = newest;
  }, [newest, onNews]);
  return { ...watched, newest };
}
