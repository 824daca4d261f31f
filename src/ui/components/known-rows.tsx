import type { ReactElement } from 'react';
import { chooseKnownRows, type ImportState } from '../../stores/import-store.ts';
import { dateText } from '../format/date.ts';
import { plural, quantityText } from '../format/number.ts';
import { TYPE_LABELS } from '../format/transaction-labels.ts';
import { Money } from './money.tsx';
import type { Transaction } from '../../domain/ledger/transaction.ts';

/** Rows offered one by one; all of them can be taken whatever their number. */
const SHOWN = 50;

function rowWords(t: Transaction): ReactElement {
  return (
    <>
      {dateText(t.date)}, {TYPE_LABELS[t.type]} {t.quantity === 0 ? '' : quantityText(t.quantity)}{' '}
      {t.symbol ?? ''} {t.amount === 0 ? null : <Money amount={t.amount} />}
    </>
  );
}

/** The rows taken for ones the ledger holds already, and the person's word that some are new all the same. */
export function KnownRows({ state }: { readonly state: ImportState }): ReactElement | null {
  const { merge, addAnyway } = state;
  if (!merge || merge.duplicates.total === 0) return null;
  const { total, rows } = merge.duplicates;
  const isChosen = (i: number): boolean => addAnyway === 'all' || addAnyway.includes(i);
  const toggle = (i: number): void => {
    const before = addAnyway === 'all' ? rows.map((_, k) => k) : addAnyway;
    chooseKnownRows(isChosen(i) ? before.filter((k) => k !== i) : [...before, i]);
  };
  return (
    <details data-testid="known-rows">
      <summary>{plural(total, 'row')} you have already</summary>
      <p className="muted small">
        Alike in account, date, kind, symbol, quantity and amount, and counted: two fills alike in one file
        both stay. Tick what is a trade of its own after all.
      </p>
      <label className="row">
        <input
          type="checkbox"
          checked={addAnyway === 'all'}
          onChange={(e) => chooseKnownRows(e.target.checked ? 'all' : [])}
        />
        Add all {total} anyway
      </label>
      <ul className="plain-list small">
        {rows.slice(0, SHOWN).map((t, i) => (
          <li key={`${t.lines.join('-')}:${i}`}>
            <label className="row">
              <input
                type="checkbox"
                checked={isChosen(i)}
                disabled={addAnyway === 'all' && total > rows.length}
                onChange={() => toggle(i)}
              />
              <span>{rowWords(t)}</span>
            </label>
          </li>
        ))}
      </ul>
      {total > SHOWN ? <p className="muted small">and {total - SHOWN} more.</p> : null}
    </details>
  );
}
