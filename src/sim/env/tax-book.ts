import { dateOfDayNumber, dayNumber, isoDate, yearOf } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { TaxProfile } from '../../domain/portfolio/types.ts';
import { yearTax, type YearTaxInput } from '../../domain/tax/year-tax.ts';
import type { Account } from './account.ts';

/** Taxes of an episode: what is owed, when it is paid, what is carried. Dollars outside, cents inside the tax function. */
export interface TaxBook {
  profile: TaxProfile;
  year: number;
  /** First day of the next year: the books close when it is reached. */
  nextYearDay: number;
  /** Tax of closed years not yet paid; negative = a refund to come. */
  due: number;
  dueDay: number;
  /** Tax paid since the books were opened. */
  paid: number;
  carryShort: number;
  carryLong: number;
  /** The year's tax without any investment, and the next year's. */
  plain: number;
  plainNext: number;
}

const toCents = (dollars: number): Cents => Math.round(dollars * 100) as Cents;
const NEVER = 1e9;

function input(
  b: Pick<TaxBook, 'year' | 'profile' | 'carryShort' | 'carryLong'>,
  shortGain: number,
  longGain: number,
  interest: number,
  withCarry: boolean,
): YearTaxInput {
  return {
    year: b.year,
    status: b.profile.status,
    ordinaryIncome: b.profile.ordinaryIncome,
    interest: toCents(interest),
    shortGain: toCents(shortGain),
    longGain: toCents(longGain),
    carryoverShort: withCarry ? toCents(b.carryShort) : (0 as Cents),
    carryoverLong: withCarry ? toCents(b.carryLong) : (0 as Cents),
    stateRate: b.profile.stateRate,
  };
}

const firstDayOf = (year: number): number => dayNumber(isoDate(`${String(year).padStart(4, '0')}-01-01`));

function setPlain(b: TaxBook): void {
  b.plain = yearTax(input(b, 0, 0, 0, false)).total / 100;
  b.plainNext = yearTax(input({ ...b, year: b.year + 1 }, 0, 0, 0, false)).total / 100;
}

/** Opens the books on a day. */
export function openTaxBook(profile: TaxProfile, today: number): TaxBook {
  const year = yearOf(dateOfDayNumber(today));
  const b: TaxBook = {
    profile,
    year,
    nextYearDay: firstDayOf(year + 1),
    due: 0,
    dueDay: NEVER,
    paid: 0,
    carryShort: profile.carryoverShort / 100,
    carryLong: profile.carryoverLong / 100,
    plain: 0,
    plainNext: 0,
  };
  setPlain(b);
  return b;
}

/** Tax this year's gains would cause if the year ended with them, dollars; negative = saved. */
export const taxOnYear = (b: TaxBook, shortGain: number, longGain: number, interest: number): number =>
  yearTax(input(b, shortGain, longGain, interest, true)).total / 100 - b.plain;

/** The same with the loss that would be carried on. */
export function taxAndCarry(
  b: TaxBook,
  shortGain: number,
  longGain: number,
  interest: number,
): { tax: number; carry: number } {
  const y = yearTax(input(b, shortGain, longGain, interest, true));
  return { tax: y.total / 100 - b.plain, carry: (y.carryoverShort + y.carryoverLong) / 100 };
}

/** Gains of a portfolio that is left alone: realised this year, and unrealised on some later day; dollars. */
export interface LeftAlone {
  readonly realisedShort: number;
  readonly realisedLong: number;
  readonly interest: number;
  readonly unrealisedShort: number;
  readonly unrealisedLong: number;
}

/**
 * Tax still to come, besides `due`, if nothing is traded until everything is sold on `day`: this year's alone when `day` lies
 * in it, else this year's and, with what it carries on, that of the year of the sale. Dollars; negative = saved.
 */
export function taxWhenSold(b: TaxBook, g: LeftAlone, day: number): number {
  if (day < b.nextYearDay) {
    const short = g.realisedShort + g.unrealisedShort;
    return taxOnYear(b, short, g.realisedLong + g.unrealisedLong, g.interest);
  }
  const closed = yearTax(input(b, g.realisedShort, g.realisedLong, g.interest, true));
  const next = {
    profile: b.profile,
    year: b.year + 1,
    carryShort: closed.carryoverShort / 100,
    carryLong: closed.carryoverLong / 100,
  };
  const sold = yearTax(input(next, g.unrealisedShort, g.unrealisedLong, 0, true)).total;
  return closed.total / 100 - b.plain + sold / 100 - b.plainNext;
}

/**
 * Closes the year if `today` lies in the next one, and pays what is due from 15 April on: tax leaves the account in the
 * year after it arose (or comes back, when losses lowered it).
 */
export function settleTaxes(b: TaxBook, a: Account, today: number): void {
  if (today >= b.nextYearDay) {
    const y = yearTax(input(b, a.realisedShort, a.realisedLong, a.interest, true));
    b.due += y.total / 100 - b.plain;
    b.carryShort = y.carryoverShort / 100;
    b.carryLong = y.carryoverLong / 100;
    a.realisedShort = 0;
    a.realisedLong = 0;
    a.interest = 0;
    b.year++;
    b.dueDay = b.nextYearDay + 104; // 15 April (14 in a leap year)
    b.nextYearDay = firstDayOf(b.year + 1);
    setPlain(b);
  }
  if (today >= b.dueDay) {
    a.cash -= b.due;
    b.paid += b.due;
    b.due = 0;
    b.dueDay = NEVER;
  }
}
