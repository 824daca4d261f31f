import { useState, type ReactElement } from 'react';
import type { MarketMapView, ObservedView } from '../../stores/view-types.ts';
import { dateText } from '../format/date.ts';
import { numberText } from '../format/number.ts';
import { observedSentence } from '../sentences/map.ts';
import { Table, type Column } from './table.tsx';

type Row = ObservedView['numbers'][number] & { readonly index: number };

const isFlag = (row: Row): boolean => row.unit === '0 or 1';

const COLUMNS: readonly Column<Row>[] = [
  { key: 'index', head: 'No.', render: (r) => r.index, num: true, sort: (r) => r.index, hidePhone: true },
  {
    key: 'label',
    head: 'Number',
    rowHead: true,
    render: (r) => (
      <>
        {r.label}
        <span className="small muted observed-words">{r.words}</span>
      </>
    ),
    sort: (r) => r.label,
  },
  { key: 'unit', head: 'Unit', render: (r) => r.unit, hidePhone: true },
  {
    key: 'value',
    head: 'Value',
    num: true,
    render: (r) => (!r.known ? '–' : isFlag(r) ? (r.value === 1 ? 'yes' : 'no') : numberText(r.value, 3)),
    sort: (r) => (r.known ? r.value : Number.NEGATIVE_INFINITY),
  },
  {
    key: 'scaled',
    head: 'As the model gets it',
    num: true,
    render: (r) =>
      r.trained ? `${numberText(r.scaled, 2)}${r.clipped && !isFlag(r) ? ' (cut)' : ''}` : 'not used',
    sort: (r) => r.scaled,
  },
  { key: 'known', head: 'Known', render: (r) => (r.known ? 'yes' : 'no'), sort: (r) => (r.known ? 1 : 0) },
];

/** The 50 numbers of one asset: name, words, unit, value, what the network is handed, and whether it is known. */
export function ObservedNumbers({
  view,
  point,
}: {
  readonly view: ObservedView;
  readonly point: MarketMapView['points'][number] | undefined;
}): ReactElement {
  const [all, setAll] = useState(false);
  const rows = view.numbers.map((n, index): Row => ({ ...n, index }));
  // Which of 18 classes and sectors it is not says little; a tick brings them back.
  const shown = all ? rows : rows.filter((r) => !isFlag(r) || r.value === 1);
  return (
    <div data-testid="observed">
      <p data-testid="observed-lead">{observedSentence(view, point)}</p>
      <p className="small muted">
        From closes up to {dateText(view.asOf)}. The model gets each number less its usual level, divided by
        its usual spread, between −3 and 3; the levels and spreads were fixed on the training years.
      </p>
      <label className="small">
        <input
          type="checkbox"
          checked={all}
          onChange={(e) => setAll(e.target.checked)}
          data-testid="observed-all"
        />{' '}
        Also the classes and sectors it is not in (all 50)
      </label>
      <Table
        caption={`What the model is told of ${view.symbol}`}
        columns={COLUMNS}
        rows={shown}
        rowKey={(r) => r.name}
        testId="observed-table"
        rowTestId="observed-row"
      />
    </div>
  );
}
