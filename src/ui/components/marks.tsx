import type { ReactElement } from 'react';
import { daysText } from '../format/date.ts';

/** Long-term solid, short-term hatched, and the word beside it. */
export function Term({
  term,
  daysToLong = 0,
}: {
  readonly term: 'short' | 'long';
  readonly daysToLong?: number;
}): ReactElement {
  return (
    <span className="term">
      <span className="swatch" data-term={term} aria-hidden="true" />
      {term === 'long' ? 'Long' : 'Short'}
      {term === 'short' && daysToLong > 0 ? (
        <span className="muted small">· long in {daysText(daysToLong)}</span>
      ) : null}
    </span>
  );
}

/** The wash-sale mark: amber, and the letter W. */
export function Wash({ children }: { readonly children: React.ReactNode }): ReactElement {
  return (
    <span className="wash" data-testid="wash-flag">
      <b aria-label="Wash sale">W</b>
      <span>{children}</span>
    </span>
  );
}

export function Tag({
  tone,
  children,
}: {
  readonly tone?: 'problem' | 'accent';
  readonly children: React.ReactNode;
}): ReactElement {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  );
}
