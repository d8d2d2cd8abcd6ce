import { Button, Flex } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';

/** A card is read in seconds: ten rows, and ten more for whoever asks. */
const ROWS_AT_ONCE = 10;

/** Ten rows, and a button for the next ten. */
export function RowsInSteps<R>({
  rows,
  children,
}: {
  rows: readonly R[];
  children: (shown: readonly R[]) => ReactNode;
}) {
  const [rowsMax, setRowsMax] = useState(ROWS_AT_ONCE);
  const hidden = rows.length - rowsMax;
  return (
    <Flex direction="column" gap="sm">
      {children(rows.slice(0, rowsMax))}
      {hidden > 0 && (
        <Flex direction="row">
          <Button variant="secondary" size="xs" onClick={() => setRowsMax(rowsMax + ROWS_AT_ONCE)}>
            Show more ({hidden})
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
