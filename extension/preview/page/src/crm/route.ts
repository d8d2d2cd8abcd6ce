import { useEffect, useState } from 'react';
import type { RecordType } from './api.ts';
import { TYPES } from './words.ts';

/** Where in the CRM somebody is: a list, or a record and one of its tabs. Kept in the address after `#`. */
export interface Route {
  type: RecordType;
  id: string | null;
  tab: string | null;
}

export function parseRoute(hash: string): Route {
  const [type = '', id, tab] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const known = Object.hasOwn(TYPES, type) ? (type as RecordType) : 'companies';
  return { type: known, id: id || null, tab: tab || null };
}

export const linkTo = (type: RecordType, id?: string, tab?: string): string =>
  `#/${[type, id, tab]
    .filter((part) => part !== undefined)
    .map((part) => encodeURIComponent(part))
    .join('/')}`;

export function useRoute(): Route {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const changed = () => setHash(window.location.hash);
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return parseRoute(hash);
}
