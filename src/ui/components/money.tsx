import type { ReactElement } from 'react';
import type { Cents } from '../../core/money.ts';
import { moneyParts } from '../format/money.ts';

/** An amount: symbol small and grey, cents dimmed. `null` is said, never shown as zero. */
export function Money({
  amount,
  missing = 'unknown',
}: {
  readonly amount: Cents | null;
  readonly missing?: string;
}): ReactElement {
  if (amount === null) return <span className="muted">{missing}</span>;
  const { sign, whole, cents } = moneyParts(amount);
  return (
    <span className="money">
      {sign}
      <span className="cur">$</span>
      {whole}
      <span className="cents">.{cents}</span>
    </span>
  );
}

/** A gain or loss: hue, arrow and sign together, so that colour is never alone. */
export function Gain({
  amount,
  missing = 'unknown',
}: {
  readonly amount: Cents | null;
  readonly missing?: string;
}): ReactElement {
  if (amount === null) return <span className="muted">{missing}</span>;
  if (amount === 0) return <Money amount={amount} />;
  const { sign, whole, cents } = moneyParts(amount, true);
  return (
    <span className={`money ${amount > 0 ? 'gain' : 'loss'}`}>
      <span className="arrow" aria-hidden="true">
        {amount > 0 ? '▲' : '▼'}
      </span>
      {sign}
      <span className="cur">$</span>
      {whole}
      <span className="cents">.{cents}</span>
    </span>
  );
}
