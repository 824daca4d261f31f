import type { Measure, Snapshot } from './behaviour-snapshot.ts';

/** One of the 32 behaviour numbers: what it is, how it is computed, scaled and said. */
export interface BehaviourEntry {
  readonly name: string;
  readonly label: string;
  readonly unit: 'share' | 'per year' | 'days' | 'years' | 'sigma' | 'ratio' | 'positions';
  /** The definition in one line. Everything is as known on the eve of the day asked for. */
  readonly formula: string;
  /** Typical value; the model's column is (value - center) / scale, held to +-3, times n / (n + evidence). */
  readonly center: number;
  readonly scale: number;
  /** Observations at which half of the number is believed. */
  readonly evidence: number;
  /** Rates and days span decades: their column is taken in logs. */
  readonly log?: true;
  measure(s: Snapshot): Measure;
  /** The value as a plain sentence to the person. */
  words(value: number): string;
}

export const percent = (x: number): string => `${Math.round(100 * x)} %`;
/** One decimal below ten, none above. */
export const plain = (x: number): string =>
  Math.abs(x) < 10 ? String(Math.round(10 * x) / 10) : String(Math.round(x));
