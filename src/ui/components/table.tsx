import { Fragment, useMemo, useState, type ReactElement, type ReactNode } from 'react';

export interface Column<T> {
  readonly key: string;
  readonly head: ReactNode;
  readonly render: (row: T) => ReactNode;
  readonly num?: boolean;
  /** Present when the column can be sorted by. */
  readonly sort?: (row: T) => number | string;
  readonly hidePhone?: boolean;
  /** Dates and other short things that must not break. */
  readonly nowrap?: boolean;
  /** The cell names the row. */
  readonly rowHead?: boolean;
}

/** The column a table is sorted by, and what a click on a heading does. */
export interface Sorting {
  readonly by: { readonly key: string; readonly down: boolean } | null;
  readonly onSort: (key: string) => void;
}

/** A heading sorts upwards, then downwards, then not at all. */
export const nextSort = (now: Sorting['by'], key: string): Sorting['by'] =>
  now?.key === key ? (now.down ? { key, down: false } : null) : { key, down: true };

interface TableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T, index: number) => string;
  /** A second line under the row, for as long as it gives one. */
  readonly renderDetail?: (row: T) => ReactNode;
  readonly foot?: ReactNode;
  /** Given when the rows are sorted elsewhere: they are shown as they come. */
  readonly sorting?: Sorting;
  readonly testId?: string;
  readonly rowTestId?: string;
}

const VIRTUAL_FROM = 200;
/** Rows of a long table have one height (see .long in app.css), so that what is out of sight need not be drawn. */
const ROW_PX = 40;
const FRAME_PX = 480;
const OVERSCAN = 12;

const classOf = (c: {
  readonly num?: boolean;
  readonly hidePhone?: boolean;
  readonly nowrap?: boolean;
}): string => `${c.num ? 'num' : ''}${c.hidePhone ? ' hide-phone' : ''}${c.nowrap ? ' nowrap' : ''}`.trim();

function Head<T>({
  columns,
  by,
  onSort,
}: {
  readonly columns: readonly Column<T>[];
  readonly by: Sorting['by'];
  readonly onSort: (key: string) => void;
}): ReactElement {
  return (
    <thead>
      <tr>
        {columns.map((c) => (
          <th
            key={c.key}
            scope="col"
            className={classOf(c)}
            aria-sort={by?.key === c.key ? (by.down ? 'descending' : 'ascending') : undefined}
          >
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

function Row<T>({
  row,
  columns,
  testId,
}: {
  readonly row: T;
  readonly columns: readonly Column<T>[];
  readonly testId?: string | undefined;
}): ReactElement {
  return (
    <tr data-testid={testId}>
      {columns.map((c) =>
        c.rowHead ? (
          <th key={c.key} scope="row" className={classOf(c)}>
            {c.render(row)}
          </th>
        ) : (
          <td key={c.key} className={classOf(c)}>
            {c.render(row)}
          </td>
        ),
      )}
    </tr>
  );
}

function useSorted<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  elsewhere: Sorting | undefined,
): Sorting & { readonly sorted: readonly T[] } {
  const [by, setBy] = useState<Sorting['by']>(null);
  const sorted = useMemo(() => {
    const pick = by && columns.find((c) => c.key === by.key)?.sort;
    if (!pick) return rows;
    const sign = by.down ? -1 : 1;
    return rows.toSorted((a, b) => {
      const [x, y] = [pick(a), pick(b)];
      return x < y ? -sign : x > y ? sign : 0;
    });
  }, [rows, columns, by]);
  const onSort = (key: string): void => setBy((now) => nextSort(now, key));
  return elsewhere ? { sorted: rows, ...elsewhere } : { sorted, by, onSort };
}

/** A real table: caption, scoped headings, sorting by its headings, and a keyboard-scrollable frame. Long ones draw only what is seen. */
export function Table<T>(props: TableProps<T>): ReactElement {
  const { caption, columns, rows, rowKey, renderDetail, foot, testId, rowTestId } = props;
  const { sorted, by, onSort } = useSorted(rows, columns, props.sorting);
  const [top, setTop] = useState(0);
  const isLong = sorted.length > VIRTUAL_FROM && !renderDetail;
  const first = isLong ? Math.max(0, Math.floor(top / ROW_PX) - OVERSCAN) : 0;
  const last = isLong
    ? Math.min(sorted.length, Math.ceil((top + FRAME_PX) / ROW_PX) + OVERSCAN)
    : sorted.length;
  const shown = sorted.slice(first, last);
  return (
    <div
      className={`table-wrap${isLong ? ' kbd-scroll long' : ''}`}
      role="region"
      aria-label={caption}
      tabIndex={0}
      data-testid={testId}
      onScroll={isLong ? (event) => setTop(event.currentTarget.scrollTop) : undefined}
    >
      <table className="table" aria-rowcount={isLong ? sorted.length + 1 : undefined}>
        <caption className="hidden-visually">{caption}</caption>
        <Head columns={columns} by={by} onSort={onSort} />
        <tbody>
          {first > 0 ? <tr aria-hidden="true" style={{ height: first * ROW_PX }} /> : null}
          {shown.map((row, i) => {
            const more = renderDetail?.(row);
            return (
              <Fragment key={rowKey(row, first + i)}>
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
          {last < sorted.length ? (
            <tr aria-hidden="true" style={{ height: (sorted.length - last) * ROW_PX }} />
          ) : null}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </div>
  );
}
