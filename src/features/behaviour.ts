import type { IsoDate } from '../core/iso-date.ts';
import { dayNumber } from '../core/iso-date.ts';
import { ACTIVITY } from './behaviour-activity.ts';
import type { BehaviourEntry } from './behaviour-entry.ts';
import type { TradeHistory } from './behaviour-history.ts';
import { snapshotAt } from './behaviour-snapshot.ts';
import { STYLE } from './behaviour-style.ts';
import { TAX_HABITS } from './behaviour-tax.ts';

/**
 * The 32 behaviour numbers, in the fixed order of the objective head's input: activity (8), tax habits (11),
 * style (13). Constants in the table are fixed by hand, not fitted, so that no data set leaks into them.
 */
export const BEHAVIOUR: readonly BehaviourEntry[] = [...ACTIVITY, ...TAX_HABITS, ...STYLE];

/** Number of behaviour columns: the width of the objective head. */
export const BEHAVIOUR_SIZE = 32;

/** The 32 numbers of one person on the eve of one day. */
export interface BehaviourVector {
  /** In the unit of the table, 0 where unknown. */
  readonly values: Float64Array;
  /** 1 = known, 0 = unknown. */
  readonly known: Uint8Array;
  /** The model's columns: scaled to about [-3, 3] and believed in proportion to the evidence; 0 where unknown. */
  readonly columns: Float32Array;
}

/** A raw value on the model's scale, before evidence is weighed. */
export function scaled(entry: BehaviourEntry, value: number): number {
  const x = entry.log ? Math.log(Math.max(value, 1e-3 * entry.center) / entry.center) : value - entry.center;
  return Math.max(-3, Math.min(3, x / entry.scale));
}

/**
 * The behaviour of a person as known on the eve of `day`: no transaction and no close dated `day` or later
 * is read. Missing market data leaves the numbers that need it unknown; the rest stand.
 * @param day day number (`dayNumber` of a date)
 */
export function behaviourAt(history: TradeHistory, day: number): BehaviourVector {
  const snapshot = snapshotAt(history, day);
  const values = new Float64Array(BEHAVIOUR_SIZE);
  const known = new Uint8Array(BEHAVIOUR_SIZE);
  const columns = new Float32Array(BEHAVIOUR_SIZE);
  BEHAVIOUR.forEach((entry, i) => {
    const m = entry.measure(snapshot);
    if (m === null) return;
    values[i] = m.value;
    known[i] = 1;
    columns[i] = scaled(entry, m.value) * (m.n / (m.n + entry.evidence));
  });
  return { values, known, columns };
}

/** The same, by date. Pass the day after the last row to use everything. */
export const behaviourOn = (history: TradeHistory, date: IsoDate): BehaviourVector =>
  behaviourAt(history, dayNumber(date));
