/**
 * Speed of the tax engine: lots, wash sales and all years for growing ledgers, and the tax of one hypothetical sale.
 * npm run bench:tax [-- --small]. Ledgers are invented, seeded: prices drift 8 % a year with 30 % volatility.
 */
import { spawnSync } from 'node:child_process';
import { addDays, isoDate, type IsoDate } from '../src/core/iso-date.ts';
import type { Cents } from '../src/core/money.ts';
import type { Quantity } from '../src/core/quantity.ts';
import { pcg32 } from '../src/core/rng.ts';
import { DEFAULT_RULES, foldEvents } from '../src/domain/ledger/book.ts';
import type { LedgerEvent } from '../src/domain/ledger/events.ts';
import { readLedger } from '../src/domain/ledger/ledger.ts';
import { openPieces, sumsByYear } from '../src/domain/ledger/read-book.ts';
import type { MethodId } from '../src/domain/ledger/methods.ts';
import type { Micros } from '../src/domain/ledger/micros.ts';
import { marginalTax, yearTax, type YearTaxInput } from '../src/domain/tax/year-tax.ts';

const YEARS = 12;

/** Buys and sales of `symbols` securities over twelve years, four sales to six purchases, mostly in tens of shares. */
export function inventedLedger(count: number, symbols: number, seed: number): LedgerEvent[] {
  const rng = pcg32(seed);
  const held = new Float64Array(symbols);
  const price = new Float64Array(symbols).fill(100);
  const events: LedgerEvent[] = [];
  const dates: IsoDate[] = [];
  const yearsPerTrade = (YEARS * symbols) / count;
  for (let d = 0; d < YEARS * 365; d++) dates.push(addDays(isoDate('2013-01-02'), d));
  for (let i = 0; i < count; i++) {
    const date = dates[Math.floor((i / count) * dates.length)] as IsoDate;
    const s = rng.int(symbols);
    price[s] = Math.max(
      1,
      (price[s] as number) * Math.exp(0.08 * yearsPerTrade + 0.3 * Math.sqrt(yearsPerTrade) * rng.normal()),
    );
    const units = rng.int(10) === 0 ? 1 + Math.floor(rng.uniform() * 20e8) : (1 + rng.int(20)) * 10e8;
    const cents = Math.round((price[s] as number) * 100);
    const isSale = (held[s] as number) >= units && rng.int(10) < 4;
    held[s] = (held[s] as number) + (isSale ? -units : units);
    const money = Math.round((units / 1e8) * cents * 1e4) as Micros;
    const common = { id: `t${i}`, date, symbol: `S${s}`, account: 'main', quantity: units as Quantity };
    events.push(
      isSale ? { ...common, type: 'sell', proceeds: money } : { ...common, type: 'buy', cost: money },
    );
  }
  return events;
}

interface Timing {
  /** Lots, wash sales and the totals of all years. */
  readonly ms: number;
  /** Processor time of that, all threads: what counts on a shared machine. */
  readonly cpuMs: number;
  /** The same as the app's full ledger: rows rounded, with their trails. */
  readonly fullMs: number;
  /** Processor time of that. */
  readonly fullCpuMs: number;
  readonly rows: number;
  readonly washes: number;
}

function timeFold(events: readonly LedgerEvent[], method: MethodId): Timing {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const book = foldEvents(events, { ...DEFAULT_RULES, methods: [{ method }] });
  sumsByYear(book);
  openPieces(book);
  const ms = performance.now() - start;
  const cpuMs = process.cpuUsage(cpu).user / 1000;
  const washes = book.matches.length;
  const ledger = readLedger(book, '2024-12-31' as IsoDate);
  const fullMs = performance.now() - start;
  const fullCpuMs = process.cpuUsage(cpu).user / 1000;
  return { ms, cpuMs, fullMs, fullCpuMs, rows: ledger.realized.length, washes };
}

/** Purchases of one security on one day, as a plan or a program that buys in slices leaves them. */
function oneDay(count: number): LedgerEvent[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `b${i}`,
    type: 'buy',
    date: isoDate('2024-12-02'),
    symbol: 'S0',
    account: 'main',
    quantity: ((1 + (i % 7)) * 1e8) as Quantity,
    cost: ((100 + (i % 50)) * 1e6) as Micros,
  }));
}

/** One row in a process of its own: a ledger that needs more memory than there is must not take the others down. */
function timeApart(method: MethodId, count: number, symbols: number): Timing | null {
  const script = process.argv[1] as string;
  const args = [...process.execArgv, script, '--one', method, String(count), String(symbols)];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return child.status === 0 ? (JSON.parse(child.stdout) as Timing) : null;
}

function printOne(method: MethodId, count: number, symbols: number): void {
  timeFold(inventedLedger(5_000, 100, 7), method);
  process.stdout.write(JSON.stringify(timeFold(inventedLedger(count, symbols, 11), method)));
}

function benchFolds(isSmall: boolean): void {
  const sizes: readonly (readonly [number, number, number])[] = [
    [2_000, 100, 100],
    [50_000, 500, 1_000],
    [1_000_000, 2_000, 20_000],
    [1_000_000, 100, 20_000],
  ];
  for (const method of ['FIFO', 'HIFO', 'MINTAX'] as const) {
    let before: { cpuMs: number; count: number } | null = null;
    for (const [count, symbols, limit] of isSmall ? sizes.slice(0, 2) : sizes) {
      const name = `${method.padEnd(7)} ${String(count).padStart(9)} transactions, ${String(symbols).padStart(4)} symbols`;
      const t = timeApart(method, count, symbols);
      if (!t) {
        console.log(`${name}: DID NOT FINISH, more memory needed than the heap allows`);
        continue;
      }
      const growth: string = before
        ? ` (${(count / before.count).toFixed(0)}x events, ${(t.cpuMs / before.cpuMs).toFixed(1)}x processor time)`
        : '';
      const verdict = t.ms <= limit ? 'within' : 'OVER';
      console.log(
        `${name}: ${t.ms.toFixed(0)} ms (${t.cpuMs.toFixed(0)} ms processor), ${verdict} ${limit} ms${growth}; with trails ${t.fullMs.toFixed(0)} ms; ${t.rows} rows, ${t.washes} matches`,
      );
      before = { cpuMs: t.cpuMs, count };
    }
  }
}

/** The full ledger of one day's purchases, lists of lots not to be harvested included: few beside four times as many. */
function benchOneDay(): void {
  const [few, many] = [5_000, 20_000];
  const least = { few: Infinity, many: Infinity };
  timeFold(oneDay(1_000), 'FIFO');
  for (let round = 0; round < 5; round++) {
    least.few = Math.min(least.few, timeFold(oneDay(few), 'FIFO').fullCpuMs);
    least.many = Math.min(least.many, timeFold(oneDay(many), 'FIFO').fullCpuMs);
  }
  console.log(
    `purchases of one symbol on one day, with lists: ${few} ${least.few.toFixed(0)} ms, ${many} ${least.many.toFixed(0)} ms processor time; ${many / few}x events, ${(least.many / least.few).toFixed(1)}x time`,
  );
}

function benchTax(): void {
  const base: YearTaxInput = {
    year: 2026,
    status: 'single',
    ordinaryIncome: 12_000_000 as Cents,
    qualifiedDividends: 100_000 as Cents,
    ordinaryDividends: 150_000 as Cents,
    shortGain: 500_000 as Cents,
    longGain: -200_000 as Cents,
    carryoverShort: 0 as Cents,
    carryoverLong: 300_000 as Cents,
    stateRate: 0.05,
  };
  const n = 2_000_000;
  let sum = 0;
  for (let i = 0; i < 100_000; i++) sum += yearTax({ ...base, longGain: (i * 10) as Cents }).total;
  const start = performance.now();
  for (let i = 0; i < n; i++) sum += marginalTax(base, { longGain: i - n / 2 });
  const us = ((performance.now() - start) * 1000) / n;
  console.log(
    `tax of one hypothetical sale: ${us.toFixed(3)} µs, ${us < 5 ? 'within' : 'OVER'} 5 µs (check ${sum})`,
  );
}

const [, , first, method, count, symbols] = process.argv;
if (first === '--one') printOne(method as MethodId, Number(count), Number(symbols));
else {
  benchTax();
  benchOneDay();
  benchFolds(process.argv.includes('--small'));
}
