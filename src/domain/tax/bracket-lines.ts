import type { Cents } from '../../core/money.ts';
import type { FilingStatus } from '../portfolio/types.ts';
import type { YearTax } from './year-tax.ts';
import { rulesFor } from './years/rules-for.ts';
import { ORDINARY_RATES_PERCENT } from './years/year-rules.ts';

/** Income taxed at one rate, for showing how the tax came about. */
export interface BracketLine {
  readonly kind: 'ordinary' | 'gains';
  readonly ratePercent: number;
  readonly amount: Cents;
  /** Rounded on its own; lines may differ from the total by a cent. */
  readonly tax: Cents;
}

/** The year's tax by rate: the ordinary part by brackets, then gains and qualified dividends at 0/15/20 %. */
export function bracketLines(tax: YearTax, year: number, status: FilingStatus): BracketLine[] {
  const lines: BracketLine[] = [];
  const tops = [...rulesFor(year).statuses[status].brackets.map((t) => t * 100), Infinity];
  let from = 0;
  ORDINARY_RATES_PERCENT.forEach((ratePercent, i) => {
    const amount = Math.max(0, Math.min(tax.ordinaryPart, tops[i] as number) - from);
    from = tops[i] as number;
    if (amount > 0) lines.push(line('ordinary', ratePercent, amount));
  });
  const gains: readonly (readonly [number, number])[] = [
    [0, tax.at0],
    [15, tax.at15],
    [20, tax.at20],
  ];
  for (const [rate, amount] of gains) if (amount > 0) lines.push(line('gains', rate, amount));
  return lines;
}

const line = (kind: BracketLine['kind'], ratePercent: number, amount: number): BracketLine => ({
  kind,
  ratePercent,
  amount: amount as Cents,
  tax: Math.round((amount * ratePercent) / 100) as Cents,
});
