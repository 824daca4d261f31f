import { useState, type ReactElement } from 'react';
import { setBasis } from '../../stores/settings-store.ts';
import type { BasisAnswer, WorklistEntry } from '../../stores/view-types.ts';
import { dateText } from '../format/date.ts';
import { accountName } from '../format/labels.ts';
import { moneyText } from '../format/money.ts';
import { plural, quantityText } from '../format/number.ts';
import { useLedger } from '../use-store.ts';
import { BasisForm } from './basis-form.tsx';
import { Tag } from './marks.tsx';
import { SectionHead } from './page-head.tsx';

function heldText(entry: WorklistEntry): string {
  if (entry.held === null || entry.held === entry.shares) return '';
  return entry.held === 0 ? ', all sold since' : `, ${quantityText(entry.held)} still held`;
}

function Entry({ entry }: { readonly entry: WorklistEntry }): ReactElement {
  const [isChanging, setChanging] = useState(false);
  // The button or field in use goes away with a click: focus goes on to what takes its place.
  const [isFollowed, setFollowed] = useState(false);
  const { answer, lotId, symbol } = entry;
  const change = (isOpen: boolean): void => {
    setFollowed(true);
    setChanging(isOpen);
  };
  const answerWith = (next: BasisAnswer | null): void => {
    change(false);
    setBasis(lotId, next);
  };
  return (
    <li data-testid="basis-entry">
      <div className="row-between">
        <span>
          <strong>{symbol}</strong> {quantityText(entry.shares)} shares{' '}
          <span className="muted">
            · into {accountName(entry.account)} on {dateText(entry.received)}
            {heldText(entry)}
          </span>
        </span>
        {answer ? null : <Tag tone="problem">basis missing</Tag>}
        {answer && !isChanging ? (
          <span className="row">
            <span data-testid="basis-answer">
              cost {moneyText(answer.cost)}, bought {dateText(answer.acquired)}
            </span>
            <button
              type="button"
              className="linkish"
              aria-label={`Change the cost of ${symbol}`}
              autoFocus={isFollowed}
              onClick={() => change(true)}
            >
              Change
            </button>
            <button
              type="button"
              className="linkish"
              aria-label={`Take back the cost of ${symbol}`}
              onClick={() => answerWith(null)}
            >
              Take back
            </button>
          </span>
        ) : null}
      </div>
      {answer && !isChanging ? null : (
        <BasisForm
          entry={entry}
          focusFirst={isFollowed}
          onSave={answerWith}
          onCancel={answer ? () => change(false) : null}
        />
      )}
    </li>
  );
}

function headOf(open: number): { readonly title: string; readonly text: string } {
  if (open === 0)
    return {
      title: 'Costs you supplied',
      text: 'They stand in for what the files did not tell; lots, gains and tax follow them.',
    };
  return {
    title: `${plural(open, 'lot')} without a cost`,
    text: 'These shares came in without what they cost, so their gain is unknown and was not guessed. The statement of the broker they came from tells it. For a gift, give what the giver paid and when.',
  };
}

/** Shares that came in without a cost, and a place to say it; an answer can be changed or taken back. */
export function BasisWorklist(): ReactElement | null {
  const worklist = useLedger((s) => s.view?.worklist);
  if (!worklist || worklist.total === 0) return null;
  const { title, text } = headOf(worklist.open);
  return (
    <section aria-labelledby="worklist" data-testid="basis-worklist">
      <SectionHead title={title} id="worklist">
        {text}
      </SectionHead>
      <ul className="plain-list">
        {worklist.rows.slice(0, 100).map((entry) => (
          <Entry key={entry.lotId} entry={entry} />
        ))}
      </ul>
      {worklist.total > 100 ? (
        <p className="muted small">and {worklist.total - 100} more, shown once these are answered.</p>
      ) : null}
    </section>
  );
}
