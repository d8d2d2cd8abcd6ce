import { Link, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { Door, Figure } from './figures.ts';

interface FiguresProps {
  figures: readonly Figure[];
  /** Opens the tab with the documents behind a number. */
  openDoor: (door: Door) => void;
}

export function Figures({ figures, openDoor }: FiguresProps) {
  return (
    <Statistics>
      {figures.map(({ label, number, note, door }) => (
        <StatisticsItem key={label} label={label} number={number}>
          <Text variant="microcopy">
            {door === undefined ? (
              note
            ) : (
              <Link href="#" preventDefault onClick={() => openDoor(door)}>
                {note}
              </Link>
            )}
          </Text>
        </StatisticsItem>
      ))}
    </Statistics>
  );
}
