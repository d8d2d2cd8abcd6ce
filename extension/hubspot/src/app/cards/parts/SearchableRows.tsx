import { Button, Flex, SearchInput, Text } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';

/** A card is read in seconds: ten rows, and ten more for whoever asks. */
const ROWS_AT_ONCE = 10;

interface SearchableRowsProps<R> {
  /** Names the search field for the browser, e.g. `orders`. */
  name: string;
  searchLabel: string;
  rows: readonly R[];
  matching: (rows: readonly R[], needle: string) => R[];
  children: (shown: readonly R[]) => ReactNode;
}

/** Ten rows with "Show more", and a search field as soon as there are more than ten. */
export function SearchableRows<R>({ name, searchLabel, rows, matching, children }: SearchableRowsProps<R>) {
  const [needle, setNeedle] = useState('');
  const [rowsMax, setRowsMax] = useState(ROWS_AT_ONCE);
  const found = needle.trim() === '' ? rows : matching(rows, needle);
  const hidden = found.length - rowsMax;
  return (
    <Flex direction="column" gap="sm">
      {rows.length > ROWS_AT_ONCE && (
        <SearchInput
          name={`${name}-search`}
          label={searchLabel}
          placeholder={searchLabel}
          value={needle}
          onInput={(value) => setNeedle(value)}
        />
      )}
      {found.length === 0 ? <Text>Nothing here has “{needle}” in its number.</Text> : children(found.slice(0, rowsMax))}
      {hidden > 0 && (
        <Button variant="secondary" size="xs" onClick={() => setRowsMax(rowsMax + ROWS_AT_ONCE)}>
          Show more ({hidden})
        </Button>
      )}
    </Flex>
  );
}
