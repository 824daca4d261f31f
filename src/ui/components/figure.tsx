import { useId, useState, type ReactElement, type ReactNode } from 'react';

type Rows = readonly (readonly (string | number)[])[];

interface FigureProps {
  /** The finding. */
  readonly title: string;
  /** The unit, and what is drawn. */
  readonly unit: string;
  readonly head: readonly string[];
  /** A function is asked once the table is looked at. */
  readonly rows: Rows | (() => Rows);
  readonly children: ReactNode;
  readonly testId?: string;
}

/** A chart with its table twin behind a toggle: everything the chart shows can be read. */
export function Figure({ title, unit, head, rows, children, testId }: FigureProps): ReactElement {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure aria-labelledby={id} data-testid={testId}>
      <figcaption className="figure-head">
        <div>
          <h3 id={id}>{title}</h3>
          <p>{unit}</p>
        </div>
        <button
          type="button"
          className="linkish no-print"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          data-testid="figure-toggle"
        >
          {asTable ? 'Chart' : 'Table'}
        </button>
      </figcaption>
      {asTable ? (
        <Twin title={title} head={head} rows={typeof rows === 'function' ? rows() : rows} />
      ) : (
        children
      )}
    </figure>
  );
}

function Twin({
  title,
  head,
  rows,
}: {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: Rows;
}): ReactElement {
  return (
    <div className="table-wrap kbd-scroll" role="region" aria-label={`${title}, as a table`} tabIndex={0}>
      <table className="table">
        <caption className="hidden-visually">{title}</caption>
        <thead>
          <tr>
            {head.map((h, i) => (
              <th key={h} scope="col" className={i > 0 ? 'num' : ''}>
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // Rows of a chart have no identity but their place.
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={head[j] ?? j} className={j > 0 ? 'num' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
