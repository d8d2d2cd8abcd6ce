import { Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { Figure } from './figures.ts';

/** Figures below each other, for a narrow place. */
export function FigureRows({ figures }: { figures: readonly Figure[] }) {
  return (
    <Table density="compact" flush>
      <TableBody>
        {figures.map(({ label, number, note }) => (
          <TableRow key={label}>
            <TableCell>
              <Text>{label}</Text>
              <Text variant="microcopy">{note}</Text>
            </TableCell>
            <TableCell align="right">
              <Text format={{ fontWeight: 'bold' }}>{number}</Text>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
