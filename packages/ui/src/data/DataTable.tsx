// biome-ignore-all lint/a11y/useSemanticElements: rows are drawn at their place in a virtual list, which table elements cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useText } from '../text/TextProvider.tsx';
import { keepCursor, nextSort, type SortState, type SortValue, sortRows, stepIndex } from './table-model.ts';
import { useWidth } from './use-width.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** A grid track: `6rem`, `minmax(9rem,1fr)`. */
  readonly width: string;
  readonly align?: 'end';
  readonly sortValue?: (row: Row) => SortValue;
  /** Left out when the table is narrower than this many rem. */
  readonly fromRem?: number;
}

export interface TableHandle {
  focus(): void;
  /** The same keys as on the table itself: for a screen whose arrows always move the list. */
  press(key: string): void;
}

export interface DataTableProps<Row> {
  readonly 'aria-label': string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selectedKey: string | null;
  readonly onSelect: (key: string | null) => void;
  readonly onOpen?: (row: Row) => void;
  readonly isQuiet?: (row: Row) => boolean;
  /** What stands there when there are no rows. */
  readonly empty?: ReactNode;
  /** Called when the end comes near: the place to load more. */
  readonly onNearEnd?: () => void;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<TableHandle>;
}

const rowRem = 2.375;

/** A virtual list as an ARIA grid: one tab stop, arrows move, Enter opens; any length draws the same few rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rowKey, selectedKey, onSelect, onOpen, onNearEnd } = props;
  const t = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<SortState | null>(null);
  const rem = useRem();
  const width = useWidth(scroll);
  const columns = props.columns.filter((column) => width === 0 || (column.fromRem ?? 0) * rem <= width);
  const sortBy = props.columns.find((column) => column.id === sort?.column)?.sortValue;
  const rows = useMemo(() => sortRows(props.rows, sort, sortBy), [props.rows, sort, sortBy]);
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const index = selectedKey === null ? -1 : keys.indexOf(selectedKey);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowRem * rem,
    overscan: 12,
  });

  // Rows are sized in rem: another window size or zoom may change what a rem is.
  const { measure } = virtual;
  useEffect(() => {
    if (rem > 0) measure();
  }, [rem, measure]);

  const before = useRef<readonly string[]>([]);
  useEffect(() => {
    const next = keepCursor(before.current, keys, selectedKey);
    before.current = keys;
    if (next !== selectedKey) onSelect(next);
  }, [keys, selectedKey, onSelect]);

  const lastDrawn = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (onNearEnd && rows.length > 0 && lastDrawn >= rows.length - 20) onNearEnd();
  }, [lastDrawn, rows.length, onNearEnd]);

  function press(key: string): boolean {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / (rowRem * rem)) - 1);
    const target = stepIndex(index, rows.length, key, page);
    if (target !== null) {
      onSelect(keys[target] ?? null);
      virtual.scrollToIndex(target, { align: 'auto' });
      return true;
    }
    const row = rows[index];
    if (key !== 'Enter' || !row || !onOpen) return false;
    onOpen(row);
    return true;
  }

  useImperativeHandle(props.ref, () => ({ focus: () => scroll.current?.focus(), press: (key) => void press(key) }));
  const { autoFocus } = props;
  useEffect(() => {
    if (autoFocus) scroll.current?.focus();
  }, [autoFocus]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    if (press(event.key)) event.preventDefault();
  }

  const label = props['aria-label'];
  const cells = { '--cols': columns.map((column) => column.width).join(' ') } as React.CSSProperties;
  return (
    <div className="data-grid" style={cells}>
      <div
        ref={scroll}
        className="grid-scroll"
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={index >= 0 ? rowId(label, keys[index] ?? '') : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className="grid-head" tabIndex={-1}>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} onSort={setSort} />
          ))}
        </div>
        {rows.length === 0 ? props.empty : null}
        <div className="grid-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const key = keys[item.index] ?? '';
            const isSelected = key === selectedKey;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled once, by the grid that has the focus
              <div
                key={key}
                id={rowId(label, key)}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 2}
                aria-selected={isSelected}
                data-current={isSelected || undefined}
                data-quiet={props.isQuiet?.(row) || undefined}
                className="grid-row"
                style={{ transform: `translateY(${item.start}px)` }}
                onMouseDown={() => onSelect(key)}
                onClick={() => scroll.current?.focus({ preventScroll: true })}
                onDoubleClick={() => onOpen?.(row)}
              >
                {columns.map((column) => (
                  <div key={column.id} role="gridcell" className={column.align ? 'grid-end' : undefined}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <div className="visually-hidden" role="status">
        {t('ui.table.rows', { count: rows.length })}
      </div>
    </div>
  );
}

function rowId(label: string, key: string): string {
  return `row-${label}-${key}`.replace(/[^\w-]/g, '_');
}

function HeaderCell<Row>(props: {
  column: Column<Row>;
  sort: SortState | null;
  onSort: (sort: SortState | null) => void;
}) {
  const { column, sort, onSort } = props;
  const t = useText();
  const direction = sort?.column === column.id ? sort.direction : null;
  const names = { up: 'ascending', down: 'descending' } as const;
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      className={column.align ? 'grid-end' : undefined}
      aria-sort={direction ? names[direction] : undefined}
    >
      {column.sortValue ? (
        <button type="button" tabIndex={-1} onClick={() => onSort(nextSort(sort, column.id))}>
          {column.header}
          {direction ? <span title={t(`ui.sorted.${direction}`)}> {direction === 'up' ? '↑' : '↓'}</span> : null}
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}

function useRem(): number {
  const [rem, setRem] = useState(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  useEffect(() => {
    const measure = () => setRem(parseFloat(getComputedStyle(document.documentElement).fontSize));
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return rem;
}
