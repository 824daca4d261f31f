import type { Rng } from '../../src/core/rng.ts';
import type { Panel } from '../../src/domain/market/panel.ts';

const SYMBOLS = 40;
/** Days of history before the first trade, so that every decision has one. */
const LEAD_DAYS = 300;

const dollars = (cents: number): string => `${cents < 0 ? '-' : ''}$${(Math.abs(cents) / 100).toFixed(2)}`;

/**
 * An invented Schwab export over a market's own symbols and closes: a trade on each of the last `days` market days, three
 * purchases to two sales of what is held. Newest first, as Schwab writes it.
 */
export function busyClient(panel: Panel, days: number, rng: Rng): string {
  const T = panel.dates.length;
  const lines: string[] = [];
  const held = new Map<number, number>();
  const write = (day: number, action: string, symbol: string, shares: number, cents: number): void => {
    const [y, m, d] = (panel.dates[day] as string).split('-');
    const price = shares > 0 ? `$${(Math.abs(cents) / 100 / shares).toFixed(4)}` : '';
    lines.push(
      `"${m}/${d}/${y}","${action}","${symbol}","${symbol}","${shares || ''}","${price}","","${dollars(cents)}"`,
    );
  };
  const first = Math.max(LEAD_DAYS, T - days);
  write(first, 'MoneyLink Transfer', '', 0, 100_000_000);
  for (let day = first; day < T; day++) {
    const row = rng.int(Math.min(SYMBOLS, panel.assets.length));
    const close = panel.close[row * T + day] as number;
    if (!(close > 0)) continue;
    const symbol = panel.assets[row]?.symbol as string;
    const have = held.get(row) ?? 0;
    const sells = have > 0 && rng.int(5) < 2;
    const shares = sells ? 1 + rng.int(have) : 1 + rng.int(60);
    held.set(row, have + (sells ? -shares : shares));
    write(day, sells ? 'Sell' : 'Buy', symbol, shares, Math.round((sells ? 100 : -100) * shares * close));
  }
  const header = '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"';
  return `${[header, ...lines.toReversed()].join('\n')}\n`;
}
