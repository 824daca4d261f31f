/** The ledger service: brokers' rows in, lots, gains and lists out. One function behind the UI, the planner and the terminal. */
import type { IsoDate } from '../core/iso-date.ts';
import type { Cents } from '../core/money.ts';
import { finish } from '../core/steps.ts';
import { foldSteps } from '../domain/ledger/book.ts';
import type { Book, LedgerRules, MethodRule, WashView } from '../domain/ledger/book-state.ts';
import type { AccountInfo, LotPick, SecurityInfo } from '../domain/ledger/events.ts';
import { eventsFromTransactions, type FromTransactions } from '../domain/ledger/from-transactions.ts';
import { incomeByYear } from '../domain/ledger/income.ts';
import { readSteps, type CashBalance, type Ledger } from '../domain/ledger/ledger.ts';
import type { MethodId } from '../domain/ledger/methods.ts';
import type { Finding, Transaction } from '../domain/ledger/transaction.ts';
import type { TaxProfile } from '../domain/portfolio/types.ts';
import { specialTreatment } from '../domain/tax/special-securities.ts';
import { pairTransfers } from '../importers/pair-transfers.ts';

export interface LedgerOptions {
  /** By account name as in the rows (or as `accountOfFile` gives it); an account not named is taxable. */
  readonly accounts?: Readonly<Record<string, AccountInfo>>;
  /** Account of rows whose file names none, by file name; default 'main'. Exports of one account share a name. */
  readonly accountOfFile?: Readonly<Record<string, string>>;
  /** One method for all accounts, or rules by account and date; the last that fits wins. Default FIFO. */
  readonly method?: MethodId | readonly MethodRule[];
  /** Lots named for a sale, by sale id (`file:line`, or the broker's id). */
  readonly selections?: Readonly<Record<string, readonly LotPick[]>>;
  /** Answers to the basis-missing worklist, by row id. */
  readonly basis?: Readonly<Record<string, { readonly cost: Cents; readonly acquired: IsoDate }>>;
  readonly securities?: Readonly<Record<string, SecurityInfo>>;
  /** Symbols the person holds to be substantially identical. */
  readonly identicalGroups?: readonly (readonly string[])[];
  readonly view?: WashView;
  /** Rows after this day are left out; default: the last row's day. */
  readonly asOf?: IsoDate;
  /** For the TAXAWARE method. */
  readonly taxProfile?: TaxProfile;
}

/** A ledger with the fold behind it, for callers that ask what-if questions (`harvestViews`). */
export interface LedgerWithBook {
  readonly ledger: Ledger;
  readonly book: Book;
}

const methodRules = (method: LedgerOptions['method']): readonly MethodRule[] =>
  method === undefined ? [] : typeof method === 'string' ? [{ method }] : method;

/** Folds rows into a ledger. Problems in the data come back as findings; nothing throws on a person's data. */
export function buildLedger(transactions: readonly Transaction[], options: LedgerOptions = {}): Ledger {
  return buildLedgerWithBook(transactions, options).ledger;
}

/** Everything but the fold: rules, events, and what to add once the book is there. */
export interface PreparedLedger {
  readonly from: FromTransactions;
  readonly rules: LedgerRules;
  readonly asOf: IsoDate;
  readonly finish: (book: Book) => Pick<Ledger, 'cash' | 'income' | 'findings'>;
}

/** First half of `buildLedger`. */
export function prepareLedger(transactions: readonly Transaction[], options: LedgerOptions): PreparedLedger {
  const { asOf: until } = options;
  const rows = until === undefined ? transactions : transactions.filter((t) => t.date <= until);
  const asOf = until ?? rows.reduce((d, t) => (t.date > d ? t.date : d), '1970-01-01' as IsoDate);
  const accountOfFile = options.accountOfFile ?? {};
  const nameOf = (t: Transaction): string => t.account ?? accountOfFile[t.file] ?? 'main';
  const from = eventsFromTransactions(rows, {
    accountOfFile,
    // Rows without an account are told apart by file there; here they may share one, and then nothing moves.
    transferPairs: pairTransfers(rows).pairs,
    selections: options.selections ?? {},
    basis: options.basis ?? {},
    securities: options.securities ?? {},
  });
  const rules: LedgerRules = {
    accounts: options.accounts ?? {},
    securities: from.securities,
    identicalGroups: options.identicalGroups ?? [],
    methods: methodRules(options.method),
    view: options.view ?? 'law',
    ...(options.taxProfile === undefined ? {} : { tax: options.taxProfile }),
  };
  const isTaxed = (t: Transaction): boolean => (rules.accounts[nameOf(t)]?.type ?? 'taxable') === 'taxable';
  const finish: PreparedLedger['finish'] = (book) => ({
    cash: cashBalances(rows, nameOf),
    income: incomeByYear(rows, isTaxed),
    findings: [
      ...from.findings,
      ...problemFindings(book, from),
      ...otherMoney(rows),
      ...notAveraged(rules, rows),
      ...specialSecurities(book),
    ],
  });
  return { from, rules, asOf, finish };
}

/** As `buildLedger`, with the book. */
export function buildLedgerWithBook(
  transactions: readonly Transaction[],
  options: LedgerOptions = {},
): LedgerWithBook {
  return finish(ledgerSteps(transactions, options));
}

/** How far a fold is: the part of the work, and the share of that part where it is known. */
export interface LedgerStep {
  readonly stage: 'sorting' | 'folding' | 'reading';
  readonly fraction: number | null;
}

const SORTING: LedgerStep = { stage: 'sorting', fraction: null };
const READING: LedgerStep = { stage: 'reading', fraction: null };

/** `buildLedgerWithBook` with pauses, for a thread that has to hear others meanwhile. */
export function* ledgerSteps(
  transactions: readonly Transaction[],
  options: LedgerOptions = {},
): Generator<LedgerStep, LedgerWithBook> {
  yield SORTING;
  const prepared = prepareLedger(transactions, options);
  const { events } = prepared.from;
  const folding = foldSteps(events, prepared.rules);
  let fold = folding.next();
  for (; !fold.done; fold = folding.next()) yield { stage: 'folding', fraction: fold.value / events.length };
  const book = fold.value;
  const reading = readSteps(book, prepared.asOf);
  let read = reading.next();
  for (; !read.done; read = reading.next()) yield READING;
  return { book, ledger: { ...read.value, ...prepared.finish(book) } };
}

/** Collectibles and section 1256 contracts among the realised rows, once per symbol. */
function specialSecurities(book: Book): Finding[] {
  const notes = new Set<string>();
  for (const row of book.rows) {
    const note = specialTreatment(row.symbol, book.rules.securities[row.symbol]?.option?.underlying ?? null);
    if (note !== null) notes.add(note);
  }
  return [...notes].map((message) => ({ file: '', line: 0, code: 'special-treatment', message, raw: '' }));
}

/** Sum of all cash effects by account and currency; sweeps only move cash into the broker's own fund. */
function cashBalances(rows: readonly Transaction[], nameOf: (t: Transaction) => string): CashBalance[] {
  const sums = new Map<string, { account: string; currency: string; amount: number }>();
  for (const t of rows) {
    if (t.type === 'sweep' || t.amount === 0) continue;
    const account = nameOf(t);
    const key = `${account}|${t.currency}`;
    const sum = sums.get(key);
    if (sum) sum.amount += t.amount;
    else sums.set(key, { account, currency: t.currency, amount: t.amount });
  }
  return [...sums.values()].map((s) => ({ ...s, amount: s.amount as Cents }));
}

function problemFindings(book: Book, from: FromTransactions): Finding[] {
  return book.problems.map((p) => {
    const row = from.rowOf.get(p.eventId);
    return { file: row?.file ?? '', line: row?.lines[0] ?? 0, code: p.code, message: p.message, raw: '' };
  });
}

/** Money that is not US dollars is kept in its own currency and stays out of the tax totals. */
function otherMoney(rows: readonly Transaction[]): Finding[] {
  const seen = new Map<string, Transaction>();
  for (const t of rows) {
    const key = `${t.file}|${t.currency}`;
    if (t.currency !== 'USD' && !seen.has(key)) seen.set(key, t);
  }
  return [...seen.values()].map((t) => ({
    file: t.file,
    line: t.lines[0] ?? 0,
    code: 'other-currency',
    message: `Rows in ${t.currency} keep their own money; US tax totals leave them out until they are restated in dollars at each day's rate.`,
    raw: '',
  }));
}

/** Says once per symbol that average basis does not apply to it. */
function notAveraged(rules: LedgerRules, rows: readonly Transaction[]): Finding[] {
  if (!rules.methods.some((m) => m.method === 'AVG')) return [];
  const symbols = new Set<string>();
  for (const t of rows) {
    if (t.type === 'sell' && t.symbol !== null && rules.securities[t.symbol]?.class === 'stock')
      symbols.add(t.symbol);
  }
  return [...symbols].map((symbol) => ({
    file: '',
    line: 0,
    code: 'average-not-allowed',
    message: `${symbol} is taken to be a stock: average basis is for funds only (IRC 1012(c)), so FIFO was used. Mark it as a fund if it is one.`,
    raw: '',
  }));
}
