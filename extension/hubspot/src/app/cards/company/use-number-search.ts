import { useState } from 'react';

export interface UsedNumberSearch {
  /** What is searched for; null: nothing. */
  searched: string | null;
  /** How often the newest was asked for by hand: what was found is asked for with it. */
  refreshes: number;
  search: (number: string | null) => void;
  /** The reader had everything refreshed. */
  refreshed: () => void;
}

/** One number at a time. The same once more asks the ERP anew: somebody expects it to be there by now. */
export function useNumberSearch(): UsedNumberSearch {
  const [searched, setSearched] = useState<string | null>(null);
  const [refreshes, setRefreshes] = useState(0);
  const refreshed = (): void => setRefreshes(refreshes + 1);
  const search = (number: string | null): void => {
    if (number !== null && number === searched) refreshed();
    setSearched(number);
  };
  return { searched, refreshes, search, refreshed };
}
