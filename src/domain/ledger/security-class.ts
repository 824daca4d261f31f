import type { SecurityInfo } from './events.ts';
import type { PlacedRow } from './from-transactions.ts';

/** Coins by symbol. Some are also tickers of funds (BTC, ETH), so a symbol alone decides nothing; see below. */
const COINS = new Set(
  'BTC ETH SOL USDC USDT ADA XRP DOGE LTC BCH DOT AVAX MATIC LINK UNI XLM ATOM ALGO SHIB TRX ETC FIL AAVE XTZ EOS DAI'.split(
    ' ',
  ),
);

const coinOf = (symbol: string): string => symbol.replace(/[-/.](USD|USDT|EUR)$/, '');

/**
 * What kind of security each symbol is, as far as the rows tell; what the person says wins.
 * A file is a crypto exchange's when it converts coins, or when most of its symbols are coins: only there is "BTC" the
 * coin (and outside the wash-sale rule) and not a fund of that name.
 */
export function classesOf(
  rows: readonly PlacedRow[],
  stated: Readonly<Record<string, SecurityInfo>>,
): Record<string, SecurityInfo> {
  const out: Record<string, SecurityInfo> = {};
  const byFile = new Map<string, Set<string>>();
  const converting = new Set<string>();
  for (const { row, symbol } of rows) {
    if (symbol === '') continue;
    if (row.option) {
      const { underlying, right, multiplier } = row.option;
      out[symbol] = { class: 'option', option: { underlying, right, multiplier } };
      continue;
    }
    const symbols = byFile.get(row.file) ?? new Set<string>();
    byFile.set(row.file, symbols.add(symbol));
    if (row.type === 'convert_in' || row.type === 'convert_out') converting.add(row.file);
  }
  for (const [file, symbols] of byFile) {
    const coins = [...symbols].filter((s) => COINS.has(coinOf(s)));
    const isExchange = converting.has(file) || coins.length * 2 > symbols.size;
    for (const s of symbols) {
      if (isExchange) out[s] = { class: 'crypto' };
      else out[s] ??= { class: /^[A-Z]{4}X$/.test(s) ? 'mutual_fund' : 'stock' };
    }
  }
  return { ...out, ...stated };
}
