import type { CSSProperties, ReactNode } from 'react';

/** Distances as HubSpot names them, on the page's 4 px grid. */
const DISTANCES: Record<string, number> = {
  flush: 0,
  xs: 4,
  'extra-small': 4,
  sm: 8,
  small: 8,
  md: 16,
  medium: 16,
  lg: 24,
  large: 24,
  xl: 32,
  'extra-large': 32,
};
const px = (name: string | undefined, otherwise: string): number => DISTANCES[name ?? otherwise] ?? 0;

const JUSTIFY: Record<string, string> = {
  start: 'flex-start',
  end: 'flex-end',
  center: 'center',
  around: 'space-around',
  between: 'space-between',
};
const ALIGN: Record<string, string> = {
  start: 'flex-start',
  end: 'flex-end',
  center: 'center',
  baseline: 'baseline',
  stretch: 'stretch',
  auto: 'auto',
};

interface FlexProps {
  direction?: 'row' | 'column';
  justify?: string;
  align?: string;
  alignSelf?: string;
  wrap?: boolean | 'wrap' | 'nowrap';
  gap?: string;
  children?: ReactNode;
}

export function Flex({ direction = 'row', justify, align, alignSelf, wrap, gap, children }: FlexProps) {
  const style: CSSProperties = {
    display: 'flex',
    flexDirection: direction,
    justifyContent: JUSTIFY[justify ?? 'start'],
    alignItems: ALIGN[align ?? 'stretch'],
    alignSelf: alignSelf === undefined ? undefined : ALIGN[alignSelf],
    flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
    gap: px(gap, 'flush'),
    minWidth: 0,
  };
  return <div style={style}>{children}</div>;
}

export const Stack = ({ distance, width, ...props }: FlexProps & { distance?: string; width?: string }) => (
  <div style={{ width }}>
    <Flex direction="column" {...props} gap={distance ?? 'sm'} />
  </div>
);

export function Box({
  flex,
  alignSelf,
  children,
}: {
  flex?: number | string;
  alignSelf?: string;
  children?: ReactNode;
}) {
  return <div style={{ flex, minWidth: 0, alignSelf: alignSelf ? ALIGN[alignSelf] : undefined }}>{children}</div>;
}

export function Inline({
  justify,
  align,
  gap,
  children,
}: {
  justify?: string;
  align?: string;
  gap?: string;
  children?: ReactNode;
}) {
  const style = {
    justifyContent: JUSTIFY[justify ?? 'start'],
    alignItems: ALIGN[align ?? 'center'],
    gap: px(gap, 'small'),
  };
  return (
    <div className="ui-inline-row" style={style}>
      {children}
    </div>
  );
}

interface AutoGridProps {
  columnWidth?: number;
  gap?: string;
  flexible?: boolean;
  children?: ReactNode;
}

export function AutoGrid({ columnWidth = 200, gap, flexible, children }: AutoGridProps) {
  const column = flexible ? `minmax(min(${columnWidth}px, 100%), 1fr)` : `minmax(0, ${columnWidth}px)`;
  const gridTemplateColumns = `repeat(auto-fit, ${column})`;
  return <div style={{ display: 'grid', gridTemplateColumns, gap: px(gap, 'flush') }}>{children}</div>;
}

export function Divider({ distance, size }: { distance?: string; size?: string }) {
  return <hr className="ui-divider" style={{ marginBlock: px(distance ?? size, 'small') }} />;
}

export function Spacer({ size }: { size?: string }) {
  return <div style={{ height: px(size, 'small') }} />;
}

export function Tile({ compact, flush, children }: { compact?: boolean; flush?: boolean; children?: ReactNode }) {
  const inner = compact ? ' ui-tile-compact' : flush ? ' ui-tile-flush' : '';
  return <div className={`ui-tile${inner}`}>{children}</div>;
}

export function Card({ children }: { children?: ReactNode }) {
  return <section className="ui-tile">{children}</section>;
}
