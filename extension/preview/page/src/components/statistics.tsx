import type { ReactNode } from 'react';

export function Statistics({ children }: { children?: ReactNode }) {
  return <dl className="ui-statistics">{children}</dl>;
}

export function StatisticsItem({
  label,
  number,
  children,
}: {
  label: string;
  number: string | number;
  children?: ReactNode;
}) {
  return (
    <div className="ui-statistic">
      <dt>{label}</dt>
      <dd>
        <span className="ui-statistic-number">{number}</span>
        {children === undefined ? null : <div className="ui-statistic-more">{children}</div>}
      </dd>
    </div>
  );
}

interface TrendProps {
  value: string;
  direction: 'increase' | 'decrease';
  color?: 'red' | 'green';
}

export function StatisticsTrend({ value, direction, color }: TrendProps) {
  const shade = color ?? (direction === 'increase' ? 'green' : 'red');
  return (
    <span className={`ui-trend ui-trend-${shade}`}>
      <span aria-hidden="true">{direction === 'increase' ? '▲' : '▼'}</span>
      <span className="ui-hidden">{direction === 'increase' ? 'up' : 'down'}</span> {value}
    </span>
  );
}
