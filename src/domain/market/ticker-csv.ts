import { KeepfolioError } from '../../core/errors.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import { ByteCsv } from './byte-csv.ts';
import { parsePriceDate } from './price-date.ts';
import { sortedByDate, type PriceProblem, type PriceTable } from './price-table.ts';
import { readHeader } from './wide-csv.ts';

/** Which column holds what in a history of one ticker. */
export interface TickerLayout {
  readonly vendor: 'yahoo' | 'stooq' | 'plain';
  readonly date: number;
  readonly close: number;
  /** Unadjusted close, the one the volume belongs to. */
  readonly tradedClose: number;
  readonly volume: number | null;
  readonly ticker: number | null;
}

const bare = (name: string): string => name.toLowerCase().replace(/[<>*_\s."]/g, '');

/**
 * Recognises a one-ticker history by its header: Yahoo ("Date,Open,High,Low,Close,Adj Close,Volume": the adjusted
 * close counts), Stooq ("Date,Open,…" from the page, "<TICKER>,<PER>,<DATE>,…" from the archive; already adjusted),
 * or anything with a date and a close. Null: not such a file (a wide one, perhaps).
 */
export function recogniseTickerLayout(header: readonly string[]): TickerLayout | null {
  const names = header.map(bare);
  const find = (...wanted: string[]): number => names.findIndex((n) => wanted.includes(n));
  const date = find('date', 'data', 'time', 'timestamp');
  const tradedClose = find('close', 'closelast', 'zamkniecie', 'price');
  const adjusted = find('adjclose', 'adjustedclose', 'adjcloselast');
  const hasRange = find('open', 'otwarcie') >= 0 || find('high', 'najwyzszy') >= 0;
  if (date < 0 || (tradedClose < 0 && adjusted < 0)) return null;
  if (!hasRange && names.length > 4) return null;
  const volume = find('volume', 'vol', 'wolumen');
  const ticker = find('ticker', 'symbol');
  return {
    vendor: adjusted >= 0 ? 'yahoo' : hasRange ? 'stooq' : 'plain',
    date,
    close: adjusted >= 0 ? adjusted : tradedClose,
    tradedClose: tradedClose >= 0 ? tradedClose : adjusted,
    volume: volume >= 0 ? volume : null,
    ticker: ticker >= 0 ? ticker : null,
  };
}

/** "C:\\data\\brk-b.us.csv.gz" -> "BRK-B": the ticker a vendor's file name stands for. */
export function symbolOfFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? name;
  const stem = base.replace(/\.gz$/i, '').replace(/\.(csv|txt)$/i, '');
  return stem
    .replace(/\.us$/i, '')
    .replace(/_(us|d|daily|max)(?=_|$)/gi, '')
    .replace(/\s*\(\d+\)$/, '')
    .toUpperCase();
}

interface Collected {
  readonly dates: IsoDate[];
  readonly close: number[];
  readonly volume: number[];
}

function collect(
  csv: ByteCsv,
  layout: TickerLayout,
  fallback: string,
  problems: PriceProblem[],
): Map<string, Collected> {
  const bySymbol = new Map<string, Collected>();
  while (!csv.done) {
    const line = csv.line;
    const cells = readHeader(csv);
    if (cells.length === 1 && cells[0] === '') continue;
    const date = parsePriceDate((cells[layout.date] ?? '').replace(/^"|"$/g, ''));
    const amount = (column: number | null): number => {
      const text = column === null ? '' : (cells[column] ?? '').replace(/[$,]/g, '');
      return text === '' ? NaN : Number(text);
    };
    const price = amount(layout.close);
    if (date === null || !(price > 0 && price < Infinity)) {
      // Yahoo writes "null" for a day without trading: nothing to report.
      const silent = date !== null && Number.isNaN(price);
      if (!silent && problems.length < 100)
        problems.push({ line, message: date === null ? 'no date' : 'no positive close' });
      continue;
    }
    const named = layout.ticker === null ? '' : (cells[layout.ticker] ?? '');
    const symbol = named === '' ? fallback : symbolOfFileName(named);
    const to = bySymbol.get(symbol) ?? { dates: [], close: [], volume: [] };
    bySymbol.set(symbol, to);
    to.dates.push(date);
    to.close.push(price);
    const traded = amount(layout.volume) * amount(layout.tradedClose);
    to.volume.push(traded > 0 && traded < Infinity ? traded / 1e6 : 0);
  }
  return bySymbol;
}

/**
 * Reads a Yahoo or Stooq history (or the Stooq archive layout, which names its ticker) into one table a ticker.
 * @param fileName gives the symbol where the file itself does not.
 * @throws KeepfolioError "prices-empty" when no line has a date and a price.
 */
export function parseTickerCsv(bytes: Uint8Array, fileName: string): PriceTable[] {
  const csv = new ByteCsv(bytes);
  const layout = recogniseTickerLayout(readHeader(csv));
  const problems: PriceProblem[] = [];
  const bySymbol = layout
    ? collect(csv, layout, symbolOfFileName(fileName), problems)
    : new Map<string, Collected>();
  if (bySymbol.size === 0) {
    throw new KeepfolioError(
      'prices-empty',
      `${fileName}: no dated prices.`,
      'Expected a Stooq or Yahoo history.',
    );
  }
  return [...bySymbol].map(([symbol, rows]) => {
    const sorted = sortedByDate(rows.dates, [Float32Array.from(rows.close), Float32Array.from(rows.volume)]);
    const [close, volume] = sorted.columns as [Float32Array, Float32Array];
    return {
      symbols: [symbol],
      dates: sorted.dates,
      close,
      dollarVolume: volume.some((v) => v > 0) ? volume : null,
      problems,
    };
  });
}
