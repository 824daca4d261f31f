import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react';
import { report } from '../../stores/app-store.ts';
import type { PageRequest, Part } from '../../stores/view-types.ts';
import { numberText } from '../format/number.ts';
import { nextSort, Table, type Column, type Sorting } from './table.tsx';

interface LongTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  /** How many rows there are, and the first of them. */
  readonly part: Part<T>;
  /** Rows from anywhere in the list, in the order asked for; the same function as long as it is the same list. */
  readonly more: (page: PageRequest) => Promise<readonly T[]>;
  readonly rowKey: (row: T, index: number) => string;
  readonly testId?: string;
  readonly rowTestId?: string;
}

/** Rows on one page of a list that is not here as a whole. */
const PAGE = 500;

/** A table of any length: a short list is here as a whole, a long one is turned page by page. */
export function LongTable<T>(props: LongTableProps<T>): ReactElement {
  const { part, columns, caption, rowKey, testId, rowTestId } = props;
  if (part.rows.length < part.total) return <PagedTable {...props} />;
  const ids = { ...(testId ? { testId } : {}), ...(rowTestId ? { rowTestId } : {}) };
  return <Table caption={caption} columns={columns} rows={part.rows} rowKey={rowKey} {...ids} />;
}

interface Shown<T> {
  /** The list these rows are of: of another one they would be out of date. */
  readonly of: Part<T>;
  readonly rows: readonly T[];
  readonly from: number;
  readonly by: Sorting['by'];
}

const firstOf = <T,>(part: Part<T>): Shown<T> => ({
  of: part,
  rows: part.rows.slice(0, PAGE),
  from: 0,
  by: null,
});

function PagedTable<T>({ part, more, columns, ...table }: LongTableProps<T>): ReactElement {
  const [last, setShown] = useState<Shown<T>>(() => firstOf(part));
  const shown = last.of === part ? last : firstOf(part);
  const asked = useRef(0);
  const ask = useCallback(
    async (from: number, by: Sorting['by']): Promise<void> => {
      const mine = ++asked.current;
      try {
        const rows = await more({ from, count: PAGE, ...(by ? { sort: by } : {}) });
        if (mine === asked.current) setShown({ of: part, rows, from, by });
      } catch (e) {
        report(e);
      }
    },
    [part, more],
  );
  useEffect(() => {
    // In a turn of its own: asking changes nothing on the screen until the rows are there.
    if (part.rows.length === 0) queueMicrotask(() => void ask(0, null));
  }, [part, ask]);
  return (
    <div>
      <Table
        key={`${shown.from}:${shown.by?.key}:${shown.by?.down}`}
        {...table}
        columns={columns}
        rows={shown.rows}
        sorting={{ by: shown.by, onSort: (key) => void ask(0, nextSort(shown.by, key)) }}
      />
      <Pages
        name={table.caption}
        from={shown.from}
        count={shown.rows.length}
        total={part.total}
        onTurn={(from) => void ask(from, shown.by)}
      />
    </div>
  );
}

function Pages({
  name,
  from,
  count,
  total,
  onTurn,
}: {
  readonly name: string;
  readonly from: number;
  readonly count: number;
  readonly total: number;
  readonly onTurn: (from: number) => void;
}): ReactElement {
  const last = Math.floor((total - 1) / PAGE) * PAGE;
  const turns = [
    { label: 'First', to: 0, isOff: from === 0 },
    { label: 'Previous', to: Math.max(0, from - PAGE), isOff: from === 0 },
    { label: 'Next', to: Math.min(last, from + PAGE), isOff: from >= last },
    { label: 'Last', to: last, isOff: from >= last },
  ];
  return (
    <nav className="row small no-print" aria-label={`Pages of: ${name}`} style={{ paddingTop: 8 }}>
      <span role="status">
        Rows {numberText(count === 0 ? 0 : from + 1, 0)} to {numberText(from + count, 0)} of{' '}
        {numberText(total, 0)}
      </span>
      {turns.map(({ label, to, isOff }) => (
        <button key={label} type="button" className="linkish" disabled={isOff} onClick={() => onTurn(to)}>
          {label}
        </button>
      ))}
    </nav>
  );
}
