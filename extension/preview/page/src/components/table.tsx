import { createContext, type ReactNode, useContext } from 'react';

interface TableProps {
  bordered?: boolean;
  flush?: boolean;
  density?: 'default' | 'condensed' | 'compact';
  paginated?: boolean;
  page?: number;
  pageCount?: number;
  showButtonLabels?: boolean;
  showFirstLastButtons?: boolean;
  onPageChange?: (page: number) => void;
  testId?: string;
  children?: ReactNode;
}

export function Table(props: TableProps) {
  const { bordered = true, flush, density = 'default', paginated, testId, children } = props;
  const classes = [
    'ui-table',
    `ui-table-${density}`,
    bordered ? 'ui-table-bordered' : '',
    flush ? 'ui-table-flush' : '',
  ];
  return (
    <div className="ui-table-frame" data-test-id={testId}>
      <div className="ui-table-scroll">
        <table className={classes.filter(Boolean).join(' ')}>{children}</table>
      </div>
      {paginated ? <Pages {...props} /> : null}
    </div>
  );
}

function Pages({ page = 1, pageCount = 1, showButtonLabels = true, showFirstLastButtons, onPageChange }: TableProps) {
  const button = (label: string, target: number, sign: string) => (
    <button
      type="button"
      className="ui-page-button"
      aria-label={label}
      disabled={target < 1 || target > pageCount || target === page}
      onClick={() => onPageChange?.(target)}
    >
      {sign}
    </button>
  );
  return (
    <nav className="ui-pages" aria-label="Pages of the table">
      {showFirstLastButtons ? button('First page', 1, '«') : null}
      {button('Previous page', page - 1, showButtonLabels ? '‹ Prev' : '‹')}
      <span>
        {page} / {pageCount}
      </span>
      {button('Next page', page + 1, showButtonLabels ? 'Next ›' : '›')}
      {showFirstLastButtons ? button('Last page', pageCount, '»') : null}
    </nav>
  );
}

const InHead = createContext(false);

export const TableHead = ({ children }: { children?: ReactNode }) => (
  <thead>
    <InHead.Provider value={true}>{children}</InHead.Provider>
  </thead>
);
export const TableBody = ({ children }: { children?: ReactNode }) => <tbody>{children}</tbody>;
export const TableFooter = ({ children }: { children?: ReactNode }) => <tfoot>{children}</tfoot>;
export const TableRow = ({ children }: { children?: ReactNode }) => <tr>{children}</tr>;

type SortDirection = 'ascending' | 'descending' | 'none' | 'never';

interface CellProps {
  align?: 'left' | 'center' | 'right';
  width?: 'min' | 'max' | 'auto' | number;
  colSpan?: number;
  children?: ReactNode;
}

const cellStyle = ({ align, width }: CellProps) => ({
  textAlign: align,
  width: width === 'min' ? '1%' : width === 'max' ? '100%' : width,
  whiteSpace: width === 'min' ? ('nowrap' as const) : undefined,
});

interface HeaderProps extends CellProps {
  sortDirection?: SortDirection;
  onSortChange?: (direction: SortDirection) => void;
  disabled?: boolean;
}

export function TableHeader(props: HeaderProps) {
  const { sortDirection, onSortChange, disabled, children } = props;
  const scope = useContext(InHead) ? 'col' : 'row';
  if (sortDirection === undefined || sortDirection === 'never') {
    return (
      <th scope={scope} style={cellStyle(props)}>
        {children}
      </th>
    );
  }
  const next = sortDirection === 'ascending' ? 'descending' : 'ascending';
  const sign = { ascending: '↑', descending: '↓', none: '↕' }[sortDirection];
  return (
    <th scope={scope} style={cellStyle(props)} aria-sort={sortDirection}>
      <button type="button" className="ui-sort" disabled={disabled} onClick={() => onSortChange?.(next)}>
        {children}
        <span aria-hidden="true">{sign}</span>
      </button>
    </th>
  );
}

export function TableCell(props: CellProps) {
  return (
    <td colSpan={props.colSpan} style={cellStyle(props)} className={props.align === 'right' ? 'ui-number' : undefined}>
      {props.children}
    </td>
  );
}
