/**
 * Brokers' normalised rows -> ledger events. Brokers print what happened to an account (signed units, signed
 * cash); the ledger wants facts with one meaning. Rows that belong together (split legs, merger legs, both ends of
 * a transfer, a cancelled trade) are joined here; what a file does not say becomes a finding, never a guess.
 *
 * Order inside a day, because files carry no times: corporate actions, shares that come in by transfer, exercises,
 * purchases, sales, the rest; inside each of these by account, symbol, price, quantity, amount and row address. So
 * the result depends neither on the order of files nor on the order of rows.
 */
import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { LedgerEvent, LotPick, SecurityInfo } from './events.ts';
import { corporateEvents } from './corporate-rows.ts';
import { linkExercises, optionEvent } from './option-rows.ts';
import { classesOf } from './security-class.ts';
import { microsFromCents, type Micros } from './micros.ts';
import { TRANSACTION_FAMILIES, type Finding, type Transaction } from './transaction.ts';

/** Both ends of a move between the person's own accounts. */
export interface TransferEnds {
  readonly out: Transaction;
  readonly in: Transaction;
}

export interface FromTransactionsOptions {
  /** Account of rows whose file names none, by file; default 'main'. */
  readonly accountOfFile?: Readonly<Record<string, string>>;
  readonly transferPairs?: readonly TransferEnds[];
  /** Lots the person named, by sale id. */
  readonly selections?: Readonly<Record<string, readonly LotPick[]>>;
  /** Basis and date the person supplied for rows that came without, by row id. */
  readonly basis?: Readonly<Record<string, { readonly cost: Cents; readonly acquired: IsoDate }>>;
  readonly securities?: Readonly<Record<string, SecurityInfo>>;
}

export interface FromTransactions {
  readonly events: readonly LedgerEvent[];
  readonly securities: Readonly<Record<string, SecurityInfo>>;
  readonly findings: readonly Finding[];
  /** Row of each event id, for findings and links back to the file. */
  readonly rowOf: ReadonlyMap<string, Transaction>;
}

/** A row with its place in the ledger. */
export interface PlacedRow {
  readonly row: Transaction;
  /** "file:line", with "#n" where one line gave several rows. */
  readonly id: string;
  readonly account: string;
  readonly symbol: string;
}

/** Address of a row, unique in the ledger; used as event, sale and lot id. */
export function rowIds(rows: readonly Transaction[]): string[] {
  const seen = new Map<string, number>();
  return rows.map((t) => {
    const base = `${t.file}:${t.lines[0] ?? 0}`;
    const n = (seen.get(base) ?? 0) + 1;
    seen.set(base, n);
    return n === 1 ? base : `${base}#${n}`;
  });
}

const finding = (t: Transaction, code: string, message: string): Finding => ({
  file: t.file,
  line: t.lines[0] ?? 0,
  code,
  message,
  raw: '',
});

const PHASES: Readonly<Partial<Record<LedgerEvent['type'], number>>> = {
  split: 0,
  stock_dividend: 0,
  symbol_change: 0,
  merger: 0,
  spinoff: 0,
  transfer: 1,
  transfer_in: 1,
  vest: 1,
  exercise: 2,
  buy: 3,
  reinvest: 3,
  short_sell: 3,
  sell: 4,
  buy_to_cover: 4,
};
/** Returns of capital, fractions, shares that leave. */
const LAST_PHASE = 5;

/** Translates rows; never throws on a person's data. */
export function eventsFromTransactions(
  transactions: readonly Transaction[],
  options: FromTransactionsOptions = {},
): FromTransactions {
  const ids = rowIds(transactions);
  const placed = transactions.map((row, i): PlacedRow => {
    const account = row.account ?? options.accountOfFile?.[row.file] ?? 'main';
    return { row, id: ids[i] as string, account, symbol: row.symbol ?? '' };
  });
  const findings: Finding[] = [];
  const kept = withoutCancelled(placed, findings);
  const securities = classesOf(kept, options.securities ?? {});
  const rowOf = new Map(placed.map((p) => [p.id, p.row]));
  const events: LedgerEvent[] = [];
  const pairs = transferEvents(kept, options.transferPairs ?? [], events);
  events.push(...corporateEvents(kept, findings));
  const context: Context = { options, findings, given: givenInConversions(kept) };
  for (const p of kept) {
    if (pairs.has(p.row)) continue;
    const event = simpleEvent(p, context);
    if (event) events.push(event);
  }
  const sorted = inOrder(events, rowOf);
  return { events: linkExercises(sorted, rowOf), securities, findings, rowOf };
}

function inOrder(events: readonly LedgerEvent[], rowOf: ReadonlyMap<string, Transaction>): LedgerEvent[] {
  const phase = (e: LedgerEvent): number => PHASES[e.type] ?? LAST_PHASE;
  return events.toSorted((a, b) => {
    if (a.date !== b.date) return a.date < b.date ? -1 : 1;
    const byPhase = phase(a) - phase(b);
    if (byPhase !== 0) return byPhase;
    if (a.account !== b.account) return a.account < b.account ? -1 : 1;
    if (a.symbol !== b.symbol) return a.symbol < b.symbol ? -1 : 1;
    const x = rowOf.get(a.id);
    const y = rowOf.get(b.id);
    const byContent =
      (x?.price ?? 0) - (y?.price ?? 0) ||
      (x?.quantity ?? 0) - (y?.quantity ?? 0) ||
      (x?.amount ?? 0) - (y?.amount ?? 0);
    return byContent || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  });
}

/** Takes out trades that a later correction row reverses, and the corrections. */
function withoutCancelled(rows: readonly PlacedRow[], findings: Finding[]): PlacedRow[] {
  const gone = new Set<PlacedRow>();
  for (const c of rows) {
    if (TRANSACTION_FAMILIES[c.row.type] !== 'correction') continue;
    gone.add(c);
    const family = c.row.type === 'cancel_buy' ? 'trade_in' : 'trade_out';
    let original: PlacedRow | null = null;
    for (const p of rows) {
      if (gone.has(p) || p.account !== c.account || p.symbol !== c.symbol || p.row.date > c.row.date)
        continue;
      if (p.row.quantity !== -c.row.quantity || TRANSACTION_FAMILIES[p.row.type] !== family) continue;
      const isCloser =
        original === null ||
        Math.abs(p.row.amount + c.row.amount) < Math.abs(original.row.amount + c.row.amount);
      if (isCloser || (p.row.amount === original?.row.amount && p.row.date > original.row.date)) original = p;
    }
    if (original) gone.add(original);
    else
      findings.push(
        finding(
          c.row,
          'cancel-without-trade',
          `A correction for ${c.symbol}, but no trade it could reverse.`,
        ),
      );
  }
  return rows.filter((p) => !gone.has(p));
}

const minDate = (a: IsoDate, b: IsoDate): IsoDate => (a < b ? a : b);

/** One event per pair; both rows are then done. */
function transferEvents(
  rows: readonly PlacedRow[],
  pairs: readonly TransferEnds[],
  events: LedgerEvent[],
): Set<Transaction> {
  const done = new Set<Transaction>();
  const place = new Map(rows.map((p) => [p.row, p]));
  for (const pair of pairs) {
    const from = place.get(pair.out);
    const to = place.get(pair.in);
    if (!from || !to) continue;
    done.add(pair.out);
    done.add(pair.in);
    if (from.account === to.account) continue;
    events.push({
      id: to.id,
      type: 'transfer',
      date: minDate(pair.out.date, pair.in.date),
      symbol: to.symbol,
      account: from.account,
      toAccount: to.account,
      quantity: pair.in.quantity,
    });
  }
  return done;
}

const units = (q: Quantity): Quantity => Math.abs(q) as Quantity;
/** Cash of a trade without interest bought or sold along with a bond. */
function cash(t: Transaction): Micros {
  const accrued = Math.abs(t.accruedInterest ?? 0);
  return microsFromCents((t.amount + (t.quantity > 0 ? accrued : -accrued)) as Cents);
}
const negated = (m: Micros): Micros => (m === 0 ? 0 : -m) as Micros;

const base = (p: PlacedRow) => ({
  id: p.id,
  date: p.row.date,
  symbol: p.symbol,
  account: p.account,
  ...(p.row.currency === 'USD' ? {} : { currency: p.row.currency }),
});

/** Market value of units that came or went without cash (rewards, conversions, vests). */
function valueOf(t: Transaction): Micros | null {
  if (t.marketValue !== undefined) return microsFromCents(Math.abs(t.marketValue) as Cents);
  if (t.price !== null && t.price > 0) {
    const exact = (BigInt(Math.abs(t.quantity)) * BigInt(t.price)) / 10_000_000_000n;
    return Number(exact) as Micros;
  }
  return null;
}

/** What rows need to know beside themselves. */
interface Context {
  readonly options: FromTransactionsOptions;
  readonly findings: Finding[];
  /** Value of what was given in each conversion: the cost of what came back. */
  readonly given: ReadonlyMap<string, Micros>;
}

/** Both halves of a conversion share the broker's id, or else the row's address. */
const conversionKey = (p: PlacedRow): string =>
  `${p.row.file}|${p.row.date}|${p.row.id ?? p.row.lines.join('-')}`;

function givenInConversions(rows: readonly PlacedRow[]): Map<string, Micros> {
  const given = new Map<string, Micros>();
  for (const p of rows) {
    if (p.row.type !== 'convert_out' || valueOf(p.row) === null) continue;
    given.set(conversionKey(p), proceedsOf(p.row));
  }
  return given;
}

/** A conversion pays in another coin: its proceeds are the value given less the fee. */
const proceedsOf = (t: Transaction): Micros =>
  t.type === 'convert_out' && t.amount === 0
    ? (((valueOf(t) ?? 0) - microsFromCents(t.fees)) as Micros)
    : cash(t);

/** Rows that stand for themselves. Null for rows that move no shares or belong to a group. */
function simpleEvent(p: PlacedRow, context: Context): LedgerEvent | null {
  const t = p.row;
  if (t.symbol === null) return null;
  if (t.option || TRANSACTION_FAMILIES[t.type] === 'option') return optionEvent(p, base(p), cash(t));
  if (t.quantity !== 0) {
    const moved = sharesEvent(p, context);
    if (moved) return moved;
  }
  if (t.type === 'return_of_capital' && t.amount !== 0) {
    return { ...base(p), type: 'return_of_capital', amount: { total: microsFromCents(t.amount) } };
  }
  if (t.type === 'cash_in_lieu' && t.amount !== 0) {
    return { ...base(p), type: 'fraction_paid', amount: microsFromCents(t.amount) };
  }
  return null;
}

function sharesEvent(p: PlacedRow, context: Context): LedgerEvent | null {
  const { options, findings } = context;
  const t = p.row;
  const quantity = units(t.quantity);
  switch (t.type) {
    case 'buy':
      return { ...base(p), type: 'buy', quantity, cost: negated(cash(t)), mayCover: true };
    case 'reinvest':
      return { ...base(p), type: 'reinvest', quantity, cost: negated(cash(t)) };
    case 'convert_in':
    case 'reward':
      return { ...base(p), type: t.type === 'reward' ? 'vest' : 'buy', quantity, cost: costIn(p, context) };
    case 'stock_plan':
      return { ...base(p), type: 'vest', quantity, cost: costIn(p, context) };
    case 'sell':
    case 'convert_out':
      return sellEvent(p, quantity, options);
    case 'sell_short':
      return { ...base(p), type: 'short_sell', quantity, proceeds: cash(t) };
    case 'buy_to_cover':
      return { ...base(p), type: 'buy_to_cover', quantity, cost: negated(cash(t)) };
    case 'transfer_in':
    case 'spin_off':
      return { ...base(p), type: 'transfer_in', quantity, ...knownBasis(p, options) };
    case 'transfer_out':
      findings.push(
        finding(
          t,
          'left-without-target',
          `${t.symbol}: shares left on ${t.date} for an account these files do not show; no sale is assumed.`,
        ),
      );
      return { ...base(p), type: 'transfer_out', quantity };
    default:
      return null;
  }
}

function sellEvent(p: PlacedRow, quantity: Quantity, options: FromTransactionsOptions): LedgerEvent {
  const t = p.row;
  const proceeds = proceedsOf(t);
  const lots = options.selections?.[p.id] ?? (t.id === undefined ? undefined : options.selections?.[t.id]);
  return lots
    ? { ...base(p), type: 'sell', quantity, proceeds, lots }
    : { ...base(p), type: 'sell', quantity, proceeds };
}

function knownBasis(p: PlacedRow, options: FromTransactionsOptions) {
  const given = options.basis?.[p.id] ?? (p.row.id === undefined ? undefined : options.basis?.[p.row.id]);
  return given ? { known: { cost: microsFromCents(given.cost), acquired: given.acquired } } : {};
}

function costIn(p: PlacedRow, { options, given }: Context): Micros | null {
  const { known } = knownBasis(p, options);
  if (known) return known.cost;
  const converted = p.row.type === 'convert_in' ? given.get(conversionKey(p)) : undefined;
  if (converted !== undefined && p.row.amount === 0) return converted;
  if (p.row.amount !== 0) return negated(cash(p.row));
  return valueOf(p.row);
}
