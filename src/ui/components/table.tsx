import { Fragment, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';

export interface Column<T> {
  readonly key: string;
  readonly head: ReactNode;
  readonly cell: (row: T) => ReactNode;
  readonly num?: boolean;
  /** Present when the column can be sorted by. */
  readonly sort?: (row: T) => number | string;
  readonly hidePhone?: boolean;
  /** The cell names the row. */
  readonly rowHead?: boolean;
}

interface TableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T, index: number) => string;
  /** A second line under the row, for as long as it gives one. */
  readonly detail?: (row: T) => ReactNode;
  readonly foot?: ReactNode;
  readonly testId?: string;
  readonly rowTestId?: string;
}

const VIRTUAL_FROM = 200;
const ROW_PX = 40;

const classOf = (c: { readonly num?: boolean; readonly hidePhone?: boolean }): string =>
  `${c.num ? 'num' : ''}${c.hidePhone ? ' hide-phone' : ''}`.trim();

function Head<T>({ columns, by, onSort }: { readonly columns: readonly Column<T>[]; readonly by: { key: string; down: boolean } | null; readonly onSort: (key: string) => void }): ReactElement {
  return (
    <thead>
      <tr>
        {columns.map((c) => (
          <th key={c.key} scope="col" className={classOf(c)} aria-sort={by?.key === c.key ? (by.down ? 'descending' : 'ascending') : undefined}>
            {c.sort ? (
              <button type="button" className="sort" onClick={() => onSort(c.key)}>
                {c.head}
                <span aria-hidden="true">{by?.key === c.key ? (by.down ? ' ↓' : ' ↑') : ''}</span>
              </button>
            ) : (
              c.head
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Row<T>({ row, columns, testId }: { readonly row: T; readonly columns: readonly Column<T>[]; readonly testId?: string | undefined }): ReactElement {
  return (
    <tr data-testid={testId}>
      {columns.map((c) =>
        c.rowHead ? (
          <th key={c.key} scope="row" className={classOf(c)}>
            {c.cell(row)}
          </th>
        ) : (
          <td key={c.key} className={classOf(c)}>
            {c.cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}

function useSorted<T>(rows: readonly T[], columns: readonly Column<T>[]): { readonly sorted: readonly T[]; readonly by: { key: string; down: boolean } | null; readonly onSort: (key: string) => void } {
  const [by, setBy] = useState<{ key: string; down: boolean } | null>(null);
  const sorted = useMemo(() => {
    const pick = by && columns.find((c) => c.key === by.key)?.sort;
    if (!pick) return rows;
    const sign = by.down ? -1 : 1;
    return rows.toSorted((a, b) => {
      const [x, y] = [pick(a), pick(b)];
      return x < y ? -sign : x > y ? sign : 0;
    });
  }, [rows, columns, by]);
  const onSort = (key: string): void => setBy((now) => (now?.key === key ? (now.down ? { key, down: false } : null) : { key, down: true }));
  return { sorted, by, onSort };
}

/** A real table: caption, scoped headings, sorting by its headings, and a keyboard-scrollable frame. Long ones draw only what is seen. */
export function Table<T>(props: TableProps<T>): ReactElement {
  const { caption, columns, rows, rowKey, detail, foot, testId, rowTestId } = props;
  const { sorted, by, onSort } = useSorted(rows, columns);
  const frame = useRef<HTMLDivElement>(null);
  const isLong = sorted.length > VIRTUAL_FROM && !detail;
  const virtual = useVirtualizer({ count: isLong ? sorted.length : 0, getScrollElement: () => frame.current, estimateSize: () => ROW_PX, overscan: 12 });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = isLong ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const shown = isLong ? items.map((i) => [i.index, sorted[i.index] as T] as const) : sorted.map((row, i) => [i, row] as const);
  return (
    <div ref={frame} className={`table-wrap${isLong ? ' kbd-scroll' : ''}`} role="region" aria-label={caption} tabIndex={0} data-testid={testId}>
      <table className="table" aria-rowcount={isLong ? sorted.length + 1 : undefined}>
        <caption className="hidden-visually">{caption}</caption>
        <Head columns={columns} by={by} onSort={onSort} />
        <tbody>
          {before > 0 ? <tr aria-hidden="true" style={{ height: before }} /> : null}
          {shown.map(([index, row]) => {
            const more = detail?.(row);
            return (
              <Fragment key={rowKey(row, index)}>
                <Row row={row} columns={columns} testId={rowTestId} />
                {more ? (
                  <tr>
                    <td className="lots-cell" colSpan={columns.length}>
                      {more}
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
          {after > 0 ? <tr aria-hidden="true" style={{ height: after }} /> : null}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </div>
  );
}
