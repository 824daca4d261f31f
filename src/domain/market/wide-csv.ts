import { KeepfolioError } from '../../core/errors.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import { ByteCsv } from './byte-csv.ts';
import { parsePriceDate } from './price-date.ts';
import { sortedByDate, type PriceProblem, type PriceTable } from './price-table.ts';

const MAX_PROBLEMS = 100;

/** The cells of the header line. */
export function readHeader(csv: ByteCsv): string[] {
  const header: string[] = [];
  csv.startLine();
  while (!csv.done && !csv.endOfLine) header.push(csv.text());
  return header;
}

interface Rows {
  readonly dates: IsoDate[];
  readonly columns: Float32Array[];
  readonly problems: PriceProblem[];
}

function readRows(csv: ByteCsv, width: number): Rows {
  const capacity = csv.countLines();
  const columns = Array.from({ length: width }, () => new Float32Array(capacity));
  const dates: IsoDate[] = [];
  const problems: PriceProblem[] = [];
  const report = (line: number, message: string): void => {
    if (problems.length < MAX_PROBLEMS) problems.push({ line, message });
  };
  while (!csv.done) {
    const line = csv.line;
    csv.startLine();
    const text = csv.text();
    const date = parsePriceDate(text);
    if (date === null) {
      if (text !== '' || !csv.endOfLine) report(line, `"${text.slice(0, 40)}" is not a date`);
      csv.skipLine();
      continue;
    }
    for (let i = 0; i < width && !csv.endOfLine; i++) {
      const price = csv.number();
      if (price > 0 && price < Infinity) (columns[i] as Float32Array)[dates.length] = price;
      else if (price !== 0) report(line, `column ${i + 2} holds no positive price`);
    }
    csv.skipLine();
    dates.push(date);
  }
  return { dates, columns, problems };
}

/** Joins equally long columns into one row-major block, each cut to `length` days. */
function joined(columns: readonly Float32Array[], length: number): Float32Array {
  const out = new Float32Array(columns.length * length);
  columns.forEach((c, i) => out.set(c.subarray(0, length), i * length));
  return out;
}

/**
 * Reads a wide price file: first column the date, then one column a symbol, empty = not listed.
 * Bad cells and lines are reported, never guessed. Rows may be in any order.
 * @throws KeepfolioError "prices-empty" when there is no symbol or no dated line.
 */
export function parseWideCsv(bytes: Uint8Array): PriceTable {
  const csv = new ByteCsv(bytes);
  const symbols = readHeader(csv)
    .slice(1)
    .map((s) => s.toUpperCase());
  while (symbols.at(-1) === '') symbols.pop();
  const rows = readRows(csv, symbols.length);
  const problems = [...rows.problems];
  const seen = new Set<string>();
  const keep = symbols.map((s, i) => {
    const fresh = s !== '' && !seen.has(s);
    if (!fresh)
      problems.push({
        line: 1,
        message: s === '' ? `column ${i + 2} has no name` : `column ${s} appears twice`,
      });
    seen.add(s);
    return fresh;
  });
  const kept = symbols.filter((_, i) => keep[i]);
  if (kept.length === 0 || rows.dates.length === 0) {
    throw new KeepfolioError(
      'prices-empty',
      'The file holds no dated prices.',
      'Expected a first column "date" and one column a symbol, or a Stooq or Yahoo history.',
    );
  }
  const sorted = sortedByDate(
    rows.dates,
    rows.columns.filter((_, i) => keep[i]),
  );
  return {
    symbols: kept,
    dates: sorted.dates,
    close: joined(sorted.columns, sorted.dates.length),
    dollarVolume: null,
    problems,
  };
}
