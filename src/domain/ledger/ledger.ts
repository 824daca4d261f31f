/** What the app lives on: a folded ledger as plain, clonable data in cents. */
import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { OpenLot, RealizedGain } from '../portfolio/types.ts';
import { accountOf, type Book, type WashView } from './book-state.ts';
import { doNotHarvest, noBuyUntil } from './harvest.ts';
import type { YearIncome } from './income.ts';
import type { RowKind } from './lot.ts';
import { centsOf } from './micros.ts';
import {
  dateOf,
  eachRealized,
  openPieces,
  sumsByYear,
  type OpenPiece,
  type RealizedPiece,
} from './read-book.ts';
import type { Finding } from './transaction.ts';
import { finish } from '../../core/steps.ts';
import { trailOfLot, trailOfRow } from './trail.ts';

/** A realised row: the shared shape plus what forms and lists need. */
export interface LedgerGain extends RealizedGain {
  /** Null for inherited shares. */
  readonly holdingFrom: IsoDate | null;
  readonly isInherited: boolean;
  readonly kind: RowKind;
  readonly currency: string;
  /** Part of `washDisallowed` that no basis takes up: a retirement account bought. */
  readonly permanentlyDisallowed: Cents;
  /** False: cost is set to the proceeds, gain to 0, and no total counts the row. */
  readonly isBasisKnown: boolean;
}

/** An open lot: the shared shape plus currency and the second basis of a gift. */
export interface LedgerLot extends OpenLot {
  readonly currency: string;
  readonly isInherited: boolean;
  /** Basis that counts for a loss (a gift worth less than the donor paid); null otherwise. */
  readonly lossBasis: Cents | null;
}

export interface YearTotals {
  readonly shortTerm: Cents;
  readonly longTerm: Cents;
  readonly washDisallowed: Cents;
}

export interface WashSale {
  readonly saleId: string;
  readonly symbol: string;
  readonly account: string;
  readonly sold: IsoDate;
  readonly lotId: string;
  /** Shares of the sold stock that were replaced. */
  readonly quantity: Quantity;
  readonly disallowed: Cents;
  readonly isPermanent: boolean;
  readonly replacementLotId: string;
  readonly replacementSymbol: string;
  readonly replacementAccount: string;
  readonly replacementDate: IsoDate;
  /** The window (30 days after the sale) is still open on `asOf`: more of the loss may yet be disallowed. */
  readonly isProvisional: boolean;
}

export interface NoBuy {
  readonly symbol: string;
  /** First date on which a purchase is clean. In a retirement account buying earlier loses the loss for good. */
  readonly until: IsoDate;
}

export interface NoHarvest {
  readonly symbol: string;
  readonly lotId: string;
  readonly account: string;
  readonly sharesWashed: Quantity;
  /** First date on which selling the lot at a loss is clean. */
  readonly until: IsoDate;
}

export interface CashBalance {
  readonly account: string;
  readonly currency: string;
  readonly amount: Cents;
}

export interface Ledger {
  readonly asOf: IsoDate;
  readonly view: WashView;
  readonly openLots: readonly LedgerLot[];
  readonly realized: readonly LedgerGain[];
  /** By calendar year of sale ("2025"), US dollars, known basis. */
  readonly byYear: Readonly<Record<string, YearTotals>>;
  readonly washSales: readonly WashSale[];
  readonly noBuyUntil: readonly NoBuy[];
  readonly doNotHarvest: readonly NoHarvest[];
  readonly cash: readonly CashBalance[];
  readonly income: Readonly<Record<string, YearIncome>>;
  readonly findings: readonly Finding[];
}

/** The part of a Ledger that the fold alone decides. */
export type FoldedLedger = Omit<Ledger, 'cash' | 'income' | 'findings'>;

/** Rounds once, here, to cents; each figure on its own. */
export const readLedger = (book: Book, asOf: IsoDate): FoldedLedger => finish(readSteps(book, asOf));

/** Rows read between two pauses. */
const STEP_ROWS = 2000;

/** `readLedger` with pauses, for a thread that has to hear others meanwhile. */
export function* readSteps(book: Book, asOf: IsoDate): Generator<void, FoldedLedger> {
  const realized: LedgerGain[] = [];
  for (const p of eachRealized(book)) if (realized.push(gainOfPiece(book, p)) % STEP_ROWS === 0) yield;
  const openLots: LedgerLot[] = [];
  for (const o of openPieces(book)) if (openLots.push(lotOf(book, o)) % STEP_ROWS === 0) yield;
  const byYear: Record<string, YearTotals> = {};
  for (const [year, s] of sumsByYear(book)) {
    byYear[String(year)] = {
      shortTerm: centsOf(s.shortTerm),
      longTerm: centsOf(s.longTerm),
      washDisallowed: centsOf(s.washDisallowed),
    };
  }
  return {
    asOf,
    view: book.rules.view,
    openLots,
    realized,
    byYear,
    washSales: washSales(book, asOf),
    noBuyUntil: [...noBuyUntil(book, asOf, book.rules.view === 'law')].map(([symbol, until]) => ({
      symbol,
      until,
    })),
    doNotHarvest: doNotHarvest(book, asOf).map((d) => ({ ...d, sharesWashed: d.sharesWashed as Quantity })),
  };
}

function gainOfPiece(book: Book, p: RealizedPiece): LedgerGain {
  return {
    saleId: p.saleId,
    lotId: p.lotId,
    symbol: p.symbol,
    account: p.account,
    quantity: p.quantity as Quantity,
    acquired: p.cameIn,
    sold: p.sold,
    proceeds: centsOf(p.proceeds),
    cost: centsOf(p.cost),
    washDisallowed: centsOf(p.disallowed),
    gain: centsOf(p.gain),
    term: p.term,
    trail: trailOfRow(book, p),
    holdingFrom: p.holdingFrom,
    isInherited: p.acquired === null,
    kind: p.kind,
    currency: p.currency,
    permanentlyDisallowed: centsOf(p.permanent),
    isBasisKnown: p.isBasisKnown,
  };
}

function lotOf(book: Book, o: OpenPiece): LedgerLot {
  const acquired = dateOf(o.acquiredDay);
  return {
    lotId: o.lotId,
    symbol: o.symbol,
    account: o.account,
    accountType: accountOf(book, o.account).type,
    quantity: o.quantity as Quantity,
    acquired,
    holdingFrom: o.holdingFrom ?? acquired,
    basis: o.isBasisKnown ? centsOf(o.basis) : null,
    trail: trailOfLot(book, o),
    currency: o.currency,
    isInherited: o.acquired === null,
    lossBasis: o.lossBasis < 0 ? null : centsOf(o.lossBasis),
  };
}

function washSales(book: Book, asOf: IsoDate): WashSale[] {
  return book.matches.map((m) => {
    const sold = dateOf(m.row.soldDay);
    return {
      saleId: m.row.saleId,
      symbol: m.row.symbol,
      account: m.row.account,
      sold,
      lotId: m.row.lotId,
      quantity: m.quantity as Quantity,
      disallowed: centsOf(m.disallowed),
      isPermanent: !m.replacement.taxable,
      replacementLotId: m.replacement.id,
      replacementSymbol: m.replacement.symbol,
      replacementAccount: m.replacement.account,
      replacementDate: dateOf(m.replacement.acquiredDay),
      isProvisional: dateOf(m.row.soldDay + 30) >= asOf,
    };
  });
}
