/**
 * Does the ledger match the broker? What a broker's positions file says is held, beside what the fold of the person's
 * files says, symbol by symbol, with the reason where the numbers themselves tell one.
 *
 * Worked example: the file says 30 ABC, the lots hold 10 and no other difference: 30 = 3 x 10, so a 3-for-1 split is
 * likely missing from the history. With 30 against 13, shares were bought (or came in) outside the files.
 */
import { cents, type Cents } from '../../core/money.ts';
import { quantity, type Quantity } from '../../core/quantity.ts';

/** One line of a positions file. */
export interface BrokerPosition {
  readonly account: string | null;
  readonly symbol: string;
  readonly quantity: Quantity;
  /** Total cost; null when the broker prints none. */
  readonly basis: Cents | null;
  /** Of one share, 1e-8 dollars; only to tell cash funds. */
  readonly price: number | null;
}

/** The part of an open lot that counts here. */
export interface HeldLot {
  readonly symbol: string;
  readonly account: string;
  readonly quantity: Quantity;
  readonly basis: Cents | null;
  readonly trail: readonly string[];
}

export type MatchReason =
  | { readonly code: 'match' }
  /** Shares agree; the broker prints no basis to compare. */
  | { readonly code: 'no-broker-basis' }
  /** Lots came in without a cost: the worklist asks for it. */
  | { readonly code: 'basis-missing'; readonly lots: number }
  | { readonly code: 'wash-basis' }
  | { readonly code: 'lot-method' }
  | { readonly code: 'basis-adjusted' }
  | { readonly code: 'split'; readonly to: number; readonly from: number }
  | { readonly code: 'renamed'; readonly other: string }
  | { readonly code: 'no-history' }
  | { readonly code: 'part-missing' }
  | { readonly code: 'sold-since' }
  | { readonly code: 'cash-fund' }
  | { readonly code: 'option' };

export interface MatchRow {
  readonly symbol: string;
  readonly brokerShares: Quantity;
  readonly ourShares: Quantity;
  /** Broker's less ours. */
  readonly shareDifference: Quantity;
  readonly brokerBasis: Cents | null;
  readonly ourBasis: Cents | null;
  readonly basisDifference: Cents | null;
  readonly reason: MatchReason;
}

export interface Match {
  /** What differs first, then by symbol. */
  readonly rows: readonly MatchRow[];
  /** Our accounts that were compared. */
  readonly accounts: readonly string[];
  /** True when the file's accounts could not be told apart in the ledger, so all of it was compared. */
  readonly isWholeLedger: boolean;
}

/** Brokers round each lot's cost to a cent, and some a position's to a dollar. */
const BASIS_SLACK_CENTS = 100;
const CASH_PRICE = 1e8;
/** Ratios in which shares are commonly split or joined. */
const RATIOS: readonly (readonly [number, number])[] = [
  ...[2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50, 100].flatMap((n) => [
    [n, 1] as const,
    [1, n] as const,
  ]),
  [3, 2],
  [2, 3],
  [5, 4],
  [4, 5],
  [4, 3],
  [3, 4],
];

const OPTION = /\s\d|\d{6}[CP]\d{5,8}$|\b(?:call|put)\b/i;
/** Reasons that need nobody's attention. */
const QUIET: ReadonlySet<MatchReason['code']> = new Set(['match', 'no-broker-basis', 'cash-fund', 'option']);

/** Whether a row is as it should be, as far as can be told. */
export const isSettled = (row: MatchRow): boolean => QUIET.has(row.reason.code);

interface Side {
  shares: number;
  basis: number | null;
  missing: number;
  isWashed: boolean;
  price: number | null;
}

const emptySide = (): Side => ({ shares: 0, basis: 0, missing: 0, isWashed: false, price: null });

function sides<
  T extends { readonly symbol: string; readonly quantity: Quantity; readonly basis: Cents | null },
>(rows: readonly T[], also: (side: Side, row: T) => void): Map<string, Side> {
  const by = new Map<string, Side>();
  for (const row of rows) {
    const side = by.get(row.symbol) ?? emptySide();
    by.set(row.symbol, side);
    side.shares += row.quantity;
    if (row.basis === null) side.missing++;
    side.basis = side.basis === null || row.basis === null ? null : side.basis + row.basis;
    also(side, row);
  }
  return by;
}

function splitRatio(broker: number, ours: number): readonly [number, number] | null {
  if (broker <= 0 || ours <= 0) return null;
  return RATIOS.find(([to, from]) => Math.abs(broker * from - ours * to) <= 1e-6 * ours * to) ?? null;
}

function reasonOfShares(
  symbol: string,
  broker: Side,
  ours: Side,
  known: { readonly traded: ReadonlySet<string>; readonly sameSize: (shares: number) => string | undefined },
): MatchReason {
  if (ours.shares === 0 && OPTION.test(symbol)) return { code: 'option' };
  if (ours.shares === 0 && broker.price === CASH_PRICE) return { code: 'cash-fund' };
  const ratio = splitRatio(broker.shares, ours.shares);
  if (ratio) return { code: 'split', to: ratio[0], from: ratio[1] };
  const other =
    broker.shares === 0 || ours.shares === 0 ? known.sameSize(broker.shares + ours.shares) : undefined;
  if (other !== undefined) return { code: 'renamed', other };
  if (broker.shares < ours.shares) return { code: 'sold-since' };
  return { code: ours.shares === 0 && !known.traded.has(symbol) ? 'no-history' : 'part-missing' };
}

function reasonOfBasis(symbol: string, broker: Side, ours: Side, sold: ReadonlySet<string>): MatchReason {
  if (ours.missing > 0) return { code: 'basis-missing', lots: ours.missing };
  if (broker.basis === null || ours.basis === null) return { code: 'no-broker-basis' };
  if (Math.abs(broker.basis - ours.basis) <= BASIS_SLACK_CENTS) return { code: 'match' };
  if (ours.isWashed) return { code: 'wash-basis' };
  return { code: sold.has(symbol) ? 'lot-method' : 'basis-adjusted' };
}

/** Which of our accounts a file speaks of: those it names, else the broker's, else all. */
function accountsOf(
  positions: readonly BrokerPosition[],
  broker: string,
  ledger: readonly string[],
): Pick<Match, 'accounts' | 'isWholeLedger'> {
  const named = [...new Set(positions.flatMap((p) => (p.account === null ? [] : [p.account])))];
  if (
    named.length > 0 &&
    positions.every((p) => p.account !== null) &&
    named.every((a) => ledger.includes(a))
  )
    return { accounts: named, isWholeLedger: false };
  if (ledger.includes(broker)) return { accounts: [broker], isWholeLedger: false };
  return { accounts: ledger, isWholeLedger: true };
}

/**
 * Compares a positions file with the open lots.
 * @param broker the file's broker: the account of rows that name none
 * @param sold symbols of which shares were ever sold, in the accounts' own spelling
 */
export function matchPositions(
  positions: readonly BrokerPosition[],
  broker: string,
  ledger: {
    readonly accounts: readonly string[];
    readonly lots: readonly HeldLot[];
    readonly sold: ReadonlySet<string>;
  },
): Match {
  const scope = accountsOf(positions, broker, ledger.accounts);
  const theirs = sides(positions, (side, p) => (side.price = p.price));
  const lots = ledger.lots.filter((l) => scope.accounts.includes(l.account));
  const ours = sides(lots, (side, l) => (side.isWashed ||= l.trail.some((t) => /wash/i.test(t))));
  const symbols = [...new Set([...theirs.keys(), ...ours.keys()])].toSorted();
  const traded = new Set([...ours.keys(), ...ledger.sold]);
  const rows = symbols.map((symbol): MatchRow => {
    const broker = theirs.get(symbol) ?? emptySide();
    const own = ours.get(symbol) ?? emptySide();
    // Under another name: held on the other side only, in the same number.
    const onlyIn = broker.shares === 0 ? theirs : ours;
    const notIn = broker.shares === 0 ? ours : theirs;
    const sameSize = (shares: number): string | undefined =>
      [...onlyIn].find(
        ([s, side]) => s !== symbol && side.shares === shares && shares !== 0 && !notIn.has(s),
      )?.[0];
    const brokerBasis = theirs.has(symbol) && broker.basis !== null ? cents(broker.basis) : null;
    const ourBasis = own.basis === null ? null : cents(own.basis);
    const reason =
      broker.shares === own.shares
        ? reasonOfBasis(symbol, broker, own, ledger.sold)
        : reasonOfShares(symbol, broker, own, { traded, sameSize });
    return {
      symbol,
      brokerShares: quantity(broker.shares),
      ourShares: quantity(own.shares),
      shareDifference: quantity(broker.shares - own.shares),
      brokerBasis,
      ourBasis,
      basisDifference: brokerBasis === null || ourBasis === null ? null : cents(brokerBasis - ourBasis),
      reason,
    };
  });
  return { ...scope, rows: rows.toSorted((a, b) => Number(isSettled(a)) - Number(isSettled(b))) };
}
