import type { Band, Verdict } from '../../stores/evaluation.ts';
import { OBJECTIVE_LABELS } from './labels.ts';
import type { Objective } from '../../domain/portfolio/types.ts';
import { numberText } from './number.ts';

export const goalName = (goal: string): string => OBJECTIVE_LABELS[goal as Objective]?.name ?? goal;

export const VERDICTS: Readonly<Record<Verdict, string>> = { better: 'better', tie: 'a tie', worse: 'worse' };

/** With its sign also where it is positive. */
export const signed = (x: number, digits = 2): string => `${x > 0 ? '+' : ''}${numberText(x, digits)}`;

/** Mean and interval. */
export const bandText = (b: Band): string =>
  `${signed(b.mean)} [${numberText(b.low)}, ${numberText(b.high)}]`;
