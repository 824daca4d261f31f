import { pcg32, type Rng } from '../../core/rng.ts';
import { dateOfDayNumber, dayNumber, isoDate, type IsoDate } from '../../core/iso-date.ts';

/** Writers of large invented files, for speed measurements and tests. Nothing here is a real export. */

const SYMBOLS = ['AAPL', 'MSFT', 'VTI', 'KO', 'NVDA', 'BND', 'GOOG', 'SCHD', 'T', 'INTC'] as const;
const START = dayNumber(isoDate('2015-01-02'));

const us = (d: IsoDate): string => `${d.slice(5, 7)}/${d.slice(8, 10)}/${d.slice(0, 4)}`;

/** "$1,234.56" with the sign in front. */
function money(cents: number): string {
  const abs = Math.abs(cents);
  const whole = String(Math.floor(abs / 100)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${cents < 0 ? '-' : ''}$${whole}.${String(abs % 100).padStart(2, '0')}`;
}

interface Trade {
  readonly date: IsoDate;
  readonly symbol: string;
  readonly units: number;
  readonly cents: number;
  readonly kind: 'buy' | 'sell' | 'dividend';
}

function trade(rng: Rng, i: number, n: number): Trade {
  const date = dateOfDayNumber(START + Math.floor(((n - i) / n) * 3900));
  const symbol = SYMBOLS[rng.int(SYMBOLS.length)] as string;
  const roll = rng.int(10);
  return {
    date,
    symbol,
    units: 1 + rng.int(200),
    cents: 1000 + rng.int(50_000),
    kind: roll < 5 ? 'buy' : roll < 8 ? 'sell' : 'dividend',
  };
}

/** A Schwab brokerage export of n rows, newest first. */
export function schwabFile(n: number, seed: number): string {
  const rng = pcg32(seed);
  const lines = ['"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"'];
  for (let i = 0; i < n; i++) {
    const t = trade(rng, i, n);
    if (t.kind === 'dividend')
      lines.push(
        `"${us(t.date)}","Qualified Dividend","${t.symbol}","${t.symbol} INC COMMON STOCK","","","","${money(t.cents)}"`,
      );
    else {
      const sells = t.kind === 'sell';
      lines.push(
        `"${us(t.date)}","${sells ? 'Sell' : 'Buy'}","${t.symbol}","${t.symbol} INC COMMON STOCK","${t.units}","${money(t.cents)}","${sells ? '$0.03' : ''}","${money(sells ? t.units * t.cents - 3 : -t.units * t.cents)}"`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** An IBKR activity statement with n trades and dividends. */
export function ibkrFile(n: number, seed: number): string {
  const rng = pcg32(seed);
  const lines = [
    'Statement,Header,Field Name,Field Value',
    'Statement,Data,Title,Activity Statement',
    'Account Information,Header,Field Name,Field Value',
    'Account Information,Data,Account,U1234567',
    'Account Information,Data,Base Currency,USD',
    'Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code',
  ];
  const dividends: string[] = ['Dividends,Header,Currency,Date,Description,Amount'];
  for (let i = 0; i < n; i++) {
    const t = trade(rng, n - i, n);
    if (t.kind === 'dividend')
      dividends.push(
        `Dividends,Data,USD,${t.date},${t.symbol}(US0378331005) Cash Dividend USD 0.25 per Share (Ordinary Dividend),${t.cents / 100}`,
      );
    else {
      const sells = t.kind === 'sell';
      const proceeds = ((sells ? 1 : -1) * t.units * t.cents) / 100;
      lines.push(
        `Trades,Data,Order,Stocks,USD,${t.symbol},"${t.date}, 10:31:02",${sells ? -t.units : t.units},${t.cents / 100},${t.cents / 100},${proceeds},-1,0,0,0,${sells ? 'C' : 'O'}`,
      );
    }
  }
  return `${[...lines, ...dividends].join('\n')}\n`;
}
