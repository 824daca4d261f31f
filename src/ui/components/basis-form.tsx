import { Button } from '@mantine/core';
import { useId, useRef, useState, type FormEvent, type ReactElement } from 'react';
import type { BasisAnswer } from '../../stores/view-types.ts';
import type { WorklistEntry } from '../../stores/view-types.ts';
import { readBasis } from '../format/basis-answer.ts';
import { centsToText } from '../../core/money.ts';
import { quantityText } from '../format/number.ts';

function Problem({ id, text }: { readonly id: string; readonly text: string | undefined }): ReactElement {
  return (
    <span id={id} role="alert" className="small loss">
      {text}
    </span>
  );
}

/** What shares cost in all and when they were bought; what cannot be right is said beside its field. */
export function BasisForm({
  entry,
  focusFirst,
  onSave,
  onCancel,
}: {
  readonly entry: WorklistEntry;
  /** True when the person asked for the form: the cost is then ready to be typed. */
  readonly focusFirst: boolean;
  readonly onSave: (answer: BasisAnswer) => void;
  readonly onCancel: (() => void) | null;
}): ReactElement {
  const id = useId();
  const costField = useRef<HTMLInputElement>(null);
  const dateField = useRef<HTMLInputElement>(null);
  const [cost, setCost] = useState(entry.answer ? centsToText(entry.answer.cost) : '');
  const [acquired, setAcquired] = useState<string>(entry.answer?.acquired ?? '');
  const [problems, setProblems] = useState<{ readonly cost?: string; readonly acquired?: string }>({});
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = readBasis(cost, acquired, entry.received);
    setProblems(read.problems ?? {});
    if (read.answer) onSave(read.answer);
    else (read.problems.cost ? costField : dateField).current?.focus();
  };
  return (
    <form className="stack-s" style={{ marginTop: 8 }} noValidate onSubmit={submit} data-testid="basis-form">
      <div className="map-grid">
        <label>
          <span>Cost of all {quantityText(entry.shares)} shares, $</span>
          <input
            ref={costField}
            className="select-plain num"
            inputMode="decimal"
            autoComplete="off"
            // The person just asked for this field.
            autoFocus={focusFirst}
            value={cost}
            aria-invalid={problems.cost !== undefined}
            aria-describedby={`${id}-cost`}
            onChange={(e) => setCost(e.target.value)}
            data-testid="basis-cost"
          />
          <Problem id={`${id}-cost`} text={problems.cost} />
        </label>
        <label>
          <span>Bought on</span>
          <input
            ref={dateField}
            className="select-plain"
            type="date"
            max={entry.received}
            value={acquired}
            aria-invalid={problems.acquired !== undefined}
            aria-describedby={`${id}-date`}
            onChange={(e) => setAcquired(e.target.value)}
            data-testid="basis-date"
          />
          <Problem id={`${id}-date`} text={problems.acquired} />
        </label>
      </div>
      <div className="row">
        <Button type="submit" size="compact-sm" variant="default" data-testid="basis-save">
          Save the cost
        </Button>
        {onCancel ? (
          <button type="button" className="linkish" onClick={onCancel}>
            Leave it as it was
          </button>
        ) : null}
      </div>
    </form>
  );
}
