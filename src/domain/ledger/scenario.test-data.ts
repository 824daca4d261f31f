/**
 * The small scenario language of the lot tests: `have` buys, `sell` sells, `expect` states what the law says.
 * Used by tests only. Money is in dollars, quantities in shares, as in the worked cases.
 */
import { expect } from 'vitest';
import type { IsoDate } from '../../core/iso-date.ts';
import { foldEvents } from './book.ts';
import type { Book, LedgerRules } from './book-state.ts';
import { readLedgerDocument } from './case-format.ts';
import { centsOf } from './micros.ts';
import { openPieces, realizedPieces, sumsByYear } from './read-book.ts';

type Row = Record<string, unknown>;

export interface ExpectedRow {
  readonly sale: string;
  readonly lot: string;
  readonly quantity?: number;
  readonly from?: string | null;
  readonly proceeds?: number;
  readonly cost?: number;
  readonly wash?: number;
  readonly gone?: number;
  readonly gain?: number;
  readonly term?: 'short' | 'long';
  readonly kind?: string;
}

export interface ExpectedLot {
  readonly lot: string;
  readonly symbol?: string;
  readonly account?: string;
  readonly quantity: number;
  readonly from?: string | null;
  readonly basis: number;
}

/** A ledger told step by step. */
export class Scenario {
  readonly transactions: Row[] = [];
  private readonly document: Row = {};
  private readonly rules: Partial<LedgerRules>;

  constructor(document: Row = {}, rules: Partial<LedgerRules> = {}) {
    this.document = document;
    this.rules = rules;
  }

  /** Any transaction of the worked-case format. */
  does(type: string, id: string, date: string, fields: Row = {}): this {
    this.transactions.push({ id, date, type, symbol: 'XYZ', ...fields });
    return this;
  }

  have(id: string, date: string, quantity: number, price: number, fields: Row = {}): this {
    return this.does('buy', id, date, { quantity, price, ...fields });
  }

  sell(id: string, date: string, quantity: number, price: number, fields: Row = {}): this {
    return this.does('sell', id, date, { quantity, price, ...fields });
  }

  fold(): Book {
    const d = readLedgerDocument({ ...this.document, transactions: this.transactions });
    return foldEvents(d.events, {
      accounts: d.accounts,
      securities: d.securities,
      identicalGroups: d.identicalGroups,
      methods: d.method ? [{ method: d.method }] : [],
      view: 'law',
      ...this.rules,
    });
  }

  /** Realised rows, all of them, in order of booking; only the stated fields are compared. */
  expectRows(...rows: ExpectedRow[]): this {
    const got = realizedPieces(this.fold()).map((r) => ({
      sale: r.saleId,
      lot: r.lotId,
      quantity: r.quantity / 1e8,
      from: r.holdingFrom,
      proceeds: centsOf(r.proceeds) / 100,
      cost: centsOf(r.cost) / 100,
      wash: centsOf(r.disallowed) / 100,
      gone: centsOf(r.permanent) / 100,
      gain: centsOf(r.gain) / 100,
      term: r.term,
      kind: r.kind,
    }));
    expect(got).toHaveLength(rows.length);
    rows.forEach((row, i) => expect(got[i]).toMatchObject(row));
    return this;
  }

  /** Open lots, all of them, in any order. */
  expectOpen(...lots: ExpectedLot[]): this {
    const got = openPieces(this.fold()).map((o) => ({
      lot: o.lotId,
      symbol: o.symbol,
      account: o.account,
      quantity: o.quantity / 1e8,
      from: o.holdingFrom,
      basis: centsOf(o.basis) / 100,
    }));
    expect(got).toHaveLength(lots.length);
    for (const lot of lots) expect(got).toContainEqual(expect.objectContaining(lot));
    return this;
  }

  expectYear(year: number, short: number, long: number, wash = 0): this {
    const s = sumsByYear(this.fold()).get(year) ?? { shortTerm: 0, longTerm: 0, washDisallowed: 0 };
    const got = [centsOf(s.shortTerm), centsOf(s.longTerm), centsOf(s.washDisallowed)].map((c) => c / 100);
    expect(got).toEqual([short, long, wash]);
    return this;
  }
}

export const scenario = (document?: Row, rules?: Partial<LedgerRules>): Scenario =>
  new Scenario(document, rules);
export const day = (text: string): IsoDate => text as IsoDate;
