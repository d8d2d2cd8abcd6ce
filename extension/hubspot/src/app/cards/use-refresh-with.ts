import { useEffect, useRef } from 'react';

/** Refreshes whenever the count has changed: what stands around it was refreshed by hand. */
export function useRefreshWith(count: number, refresh: () => void): void {
  const refreshed = useRef(count);
  useEffect(() => {
    if (refreshed.current === count) return;
    refreshed.current = count;
    refresh();
  });
}
