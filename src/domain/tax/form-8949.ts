/**
 * Form 8949 and Schedule D from realised rows. Columns (a) to (h); a wash sale shows full figures, code W and the
 * disallowed loss as a positive adjustment in (g): (h) = (d) - (e) + (g). IRS instructions for Form 8949.
 */
import { yearOf, type IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import { quantityToText } from '../../core/quantity.ts';
import type { LedgerGain } from '../ledger/ledger.ts';

/** A/D basis reported to the IRS, B/E not reported, C/F no 1099-B; from 2025 digital assets G/H/I and J/K/L. */
export type Form8949Box = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L';

export interface Form8949Row {
  readonly box: Form8949Box;
  /** (a) */
  readonly description: string;
  /** (b) a date, or "INHERITED" */
  readonly acquired: string;
  /** (c) */
  readonly sold: IsoDate;
  /** (d) */
  readonly proceeds: Cents;
  /** (e) */
  readonly basis: Cents;
  /** (f) */
  readonly code: '' | 'W';
  /** (g) */
  readonly adjustment: Cents;
  /** (h) */
  readonly gain: Cents;
  readonly term: 'short' | 'long';
  readonly symbol: string;
  readonly account: string;
  readonly saleId: string;
  readonly lotId: string;
}

/** Brokers report basis for stock bought from this day on ("covered"); earlier lots go to B/E. */
const COVERED_SINCE = '2011-01-01';
/** Digital assets have boxes of their own from this tax year. */
const DIGITAL_BOXES_SINCE = 2025;
/** Form 1099-DA reports basis of covered coins from this year; before, proceeds only. */
const DIGITAL_BASIS_SINCE = 2026;

function boxOf(r: LedgerGain, isDigital: boolean): Form8949Box {
  const isLong = r.term === 'long';
  const year = yearOf(r.sold);
  if (isDigital) {
    if (year < DIGITAL_BOXES_SINCE) return isLong ? 'F' : 'C';
    const isReported = year >= DIGITAL_BASIS_SINCE && yearOf(r.acquired) >= DIGITAL_BASIS_SINCE;
    if (isReported) return isLong ? 'J' : 'G';
    return isLong ? 'K' : 'H';
  }
  const isReported = !r.isInherited && r.acquired >= COVERED_SINCE;
  if (isReported) return isLong ? 'D' : 'A';
  return isLong ? 'E' : 'B';
}

/** "100 XYZ"; what is no plain sale says so. */
function describe(r: LedgerGain): string {
  if (r.kind === 'sale') return `${quantityToText(r.quantity)} ${r.symbol}`;
  const what = r.kind.replaceAll('_', ' ');
  return r.quantity === 0 ? `${r.symbol} (${what})` : `${quantityToText(r.quantity)} ${r.symbol} (${what})`;
}

export interface Form8949Options {
  readonly year?: number;
  /** Symbols that are digital assets. */
  readonly isDigital?: (symbol: string) => boolean;
}

/**
 * Rows of a year, short-term first, by box and date. Rows without a basis, in other money, or with nothing to
 * report are left out. The box is the usual one for the kind of lot: compare with the 1099-B.
 */
export function form8949(realized: readonly LedgerGain[], options: Form8949Options = {}): Form8949Row[] {
  const rows: Form8949Row[] = [];
  for (const r of realized) {
    if (!r.isBasisKnown || r.currency !== 'USD') continue;
    if (options.year !== undefined && yearOf(r.sold) !== options.year) continue;
    rows.push({
      box: boxOf(r, options.isDigital?.(r.symbol) ?? false),
      description: describe(r),
      acquired: r.isInherited ? 'INHERITED' : r.acquired,
      sold: r.sold,
      proceeds: r.proceeds,
      basis: r.cost,
      code: r.washDisallowed > 0 ? 'W' : '',
      adjustment: r.washDisallowed,
      gain: r.gain,
      term: r.term,
      symbol: r.symbol,
      account: r.account,
      saleId: r.saleId,
      lotId: r.lotId,
    });
  }
  return rows.toSorted(
    (a, b) =>
      (a.box < b.box ? -1 : a.box > b.box ? 1 : 0) || (a.sold < b.sold ? -1 : a.sold > b.sold ? 1 : 0),
  );
}

/** One line of Schedule D. */
export interface ScheduleDLine {
  readonly line: '1b' | '2' | '3' | '8b' | '9' | '10';
  readonly proceeds: Cents;
  readonly basis: Cents;
  readonly adjustment: Cents;
  readonly gain: Cents;
}

export interface ScheduleD {
  readonly lines: readonly ScheduleDLine[];
  /** Line 6, positive. */
  readonly carryoverShort: Cents;
  /** Line 14, positive. */
  readonly carryoverLong: Cents;
  /** Line 13. */
  readonly distributions: Cents;
  /** Line 7. */
  readonly netShort: Cents;
  /** Line 15. */
  readonly netLong: Cents;
  /** Line 16. */
  readonly net: Cents;
}

const LINE_OF_BOX: Readonly<Record<Form8949Box, ScheduleDLine['line']>> = {
  A: '1b',
  G: '1b',
  B: '2',
  H: '2',
  C: '3',
  I: '3',
  D: '8b',
  J: '8b',
  E: '9',
  K: '9',
  F: '10',
  L: '10',
};
const LINES = ['1b', '2', '3', '8b', '9', '10'] as const;

/** Schedule D totals of Form 8949 rows with carryovers (positive) and fund distributions. */
export function scheduleD(
  rows: readonly Form8949Row[],
  extra: { readonly carryoverShort: Cents; readonly carryoverLong: Cents; readonly distributions: Cents },
): ScheduleD {
  const sums = new Map(LINES.map((line) => [line, { proceeds: 0, basis: 0, adjustment: 0, gain: 0 }]));
  let short = -extra.carryoverShort;
  let long = extra.distributions - extra.carryoverLong;
  for (const r of rows) {
    const sum = sums.get(LINE_OF_BOX[r.box]);
    if (!sum) continue;
    sum.proceeds += r.proceeds;
    sum.basis += r.basis;
    sum.adjustment += r.adjustment;
    sum.gain += r.gain;
    if (r.term === 'short') short += r.gain;
    else long += r.gain;
  }
  return {
    lines: [...sums].map(([line, s]) => ({
      line,
      proceeds: s.proceeds as Cents,
      basis: s.basis as Cents,
      adjustment: s.adjustment as Cents,
      gain: s.gain as Cents,
    })),
    ...extra,
    netShort: short as Cents,
    netLong: long as Cents,
    net: (short + long) as Cents,
  };
}
