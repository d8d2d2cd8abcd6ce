import { Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { Figure } from './figures.ts';

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <Statistics>
      {figures.map(({ label, number, note }) => (
        <StatisticsItem key={label} label={label} number={number}>
          <Text variant="microcopy">{note}</Text>
        </StatisticsItem>
      ))}
    </Statistics>
  );
}
