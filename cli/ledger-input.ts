import { KeepfolioError } from '../src/core/errors.ts';
import { parseScaled } from '../src/core/decimal.ts';
import { parseIsoDate, type IsoDate } from '../src/core/iso-date.ts';
import { parseCents, type Cents } from '../src/core/money.ts';
import { parseMethod, type MethodId } from '../src/domain/ledger/methods.ts';
import type { AccountInfo, LotPick } from '../src/domain/ledger/events.ts';
import type { Quantity } from '../src/core/quantity.ts';
import { readSources, type LedgerSources } from '../src/engine/ledger-sources.ts';
import { UsageError } from './command.ts';
import { readInput } from './read-input.ts';

/** Reads the files of a command line. */
export async function readLedgerFiles(paths: readonly string[]): Promise<LedgerSources> {
  if (paths.length === 0) throw new UsageError('give at least one file');
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const path of paths) files.push({ name: path.split('/').pop() ?? path, bytes: await readInput(path) });
  return readSources(files);
}

export function methodOption(text: string | undefined): MethodId | undefined {
  if (text === undefined) return undefined;
  const method = parseMethod(text);
  if (!method)
    throw new UsageError(
      `unknown method "${text}"; one of fifo, lifo, hifo, lofo, mintax, taxaware, avg, specid`,
    );
  return method;
}

export function dateOption(name: string, text: string | undefined): IsoDate | undefined {
  if (text === undefined) return undefined;
  const date = parseIsoDate(text);
  if (!date) throw new UsageError(`--${name} is a day like 2025-12-31, not "${text}"`);
  return date;
}

export function moneyOption(name: string, text: string | undefined): Cents {
  if (text === undefined) return 0 as Cents;
  const c = parseCents(text);
  if (c === null) throw new UsageError(`--${name} is an amount in dollars, not "${text}"`);
  return c;
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const bytes = await readInput(path);
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return json as Record<string, unknown>;
  } catch {
    // Falls through to the refusal below: one message for "no JSON" and "not an object".
  }
  throw new KeepfolioError('not-json', `${path}: not a JSON object`, 'Give one JSON object.');
}

/** "name=ira,other=roth": the wrapper of accounts that are not taxable. */
export function accountsOption(text: string | undefined): Record<string, AccountInfo> | undefined {
  if (text === undefined) return undefined;
  const out: Record<string, AccountInfo> = {};
  for (const part of text.split(',')) {
    const [name = '', type = ''] = part.split('=').map((x) => x.trim());
    if (name === '' || (type !== 'taxable' && type !== 'ira' && type !== 'roth')) {
      throw new UsageError(`--accounts is like "My IRA=ira,Other=roth", not "${text}"`);
    }
    out[name] = { type };
  }
  return out;
}

/** Each --identical "A,B" is one group. */
export const identicalOption = (groups: readonly string[] | undefined): string[][] =>
  (groups ?? []).map((g) =>
    g
      .split(',')
      .map((s) => s.trim())
      .filter((s) => s !== ''),
  );

/** `{sale id: [{lot, quantity}]}`. */
export async function readSelections(
  path: string | undefined,
): Promise<Record<string, LotPick[]> | undefined> {
  if (path === undefined) return undefined;
  const out: Record<string, LotPick[]> = {};
  for (const [sale, picks] of Object.entries(await readJson(path))) {
    if (!Array.isArray(picks))
      throw new KeepfolioError('bad-selections', `${path}: ${sale} is not a list of lots`);
    out[sale] = picks.map((p: { lot?: unknown; quantity?: unknown }) => {
      const quantity = parseScaled(String(p.quantity), 8);
      if (typeof p.lot !== 'string' || quantity === null) {
        throw new KeepfolioError(
          'bad-selections',
          `${path}: ${sale} holds an entry that is not {lot, quantity}`,
        );
      }
      return { lot: p.lot, quantity: quantity as Quantity };
    });
  }
  return out;
}

/** Prices by symbol in 1e-8 dollars, from `{symbol: price}` or a CSV with lines `symbol,price`. */
export async function readPrices(path: string | undefined): Promise<ReadonlyMap<string, number>> {
  const prices = new Map<string, number>();
  if (path === undefined) return prices;
  const text = new TextDecoder().decode(await readInput(path));
  const entries: [string, string][] = text.trimStart().startsWith('{')
    ? Object.entries(await readJson(path)).map(([s, p]) => [s, String(p)])
    : text
        .split(/\r?\n/)
        .map((line) => line.split(','))
        .filter((cells) => cells.length >= 2)
        .map((cells): [string, string] => [(cells[0] ?? '').trim(), (cells[1] ?? '').trim()]);
  for (const [symbol, value] of entries) {
    const price = parseScaled(value, 8);
    if (symbol !== '' && price !== null && price >= 0) prices.set(symbol, price);
  }
  if (prices.size === 0) throw new KeepfolioError('bad-prices', `${path}: no line "symbol,price" found`);
  return prices;
}
