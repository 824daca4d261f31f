import { addDays, weekdayOf, type IsoDate } from '../../src/core/iso-date.ts';
import type { SampleRow } from './sample-account.ts';

const usDate = (d: IsoDate): string => `${d.slice(5, 7)}/${d.slice(8, 10)}/${d.slice(0, 4)}`;

/** "$1,234.56", "-$1,234.56": the money of a Schwab export. */
function schwabMoney(x: number, decimals = 2): string {
  const [whole = '0', frac = ''] = Math.abs(x).toFixed(decimals).split('.');
  return `${x < 0 ? '-' : ''}$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${frac}`;
}

const schwabQuantity = (q: number): string => {
  const [whole = '0', frac] = String(q).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (frac ? `.${frac}` : '');
};

const SCHWAB_ACTIONS: Readonly<Record<SampleRow['kind'], string>> = {
  buy: 'Buy',
  sell: 'Sell',
  dividend: 'Qualified Dividend',
  reinvest: 'Reinvest Shares',
  split: 'Stock Split',
  deposit: 'MoneyLink Transfer',
  withdrawal: 'MoneyLink Transfer',
  interest: 'Credit Interest',
  sharesIn: 'Security Transfer',
};

/** The Schwab brokerage layout in use since 2023: newest first, everything quoted, no preamble. */
export function schwabCsv(rows: readonly SampleRow[]): string {
  const line = (cells: readonly string[]): string => cells.map((c) => `"${c}"`).join(',');
  const body = rows.toReversed().map((r) => {
    const action =
      r.kind === 'dividend' && r.note === 'reinvested' ? 'Qual Div Reinvest' : SCHWAB_ACTIONS[r.kind];
    return line([
      usDate(r.date),
      action,
      r.symbol,
      (r.symbol ? r.name : r.note).toUpperCase(),
      r.quantity > 0 ? schwabQuantity(r.quantity) : '',
      r.price > 0 ? schwabMoney(r.price) : '',
      r.fees > 0 ? schwabMoney(r.fees) : '',
      r.amount === 0 ? '' : schwabMoney(r.amount),
    ]);
  });
  return [
    line(['Date', 'Action', 'Symbol', 'Description', 'Quantity', 'Price', 'Fees & Comm', 'Amount']),
    ...body,
    '',
  ].join('\n');
}

const FIDELITY_VERBS: Readonly<Record<SampleRow['kind'], string>> = {
  buy: 'YOU BOUGHT',
  sell: 'YOU SOLD',
  dividend: 'DIVIDEND RECEIVED',
  reinvest: 'REINVESTMENT',
  split: 'DISTRIBUTION',
  deposit: 'Electronic Funds Transfer Received',
  withdrawal: 'Electronic Funds Transfer Paid',
  interest: 'INTEREST EARNED',
  sharesIn: 'TRANSFER OF ASSETS ACAT RECEIVE',
};

const FIDELITY_FOOTER = [
  '',
  '',
  '"The data and information in this spreadsheet is provided to you solely for your use and is not for distribution. This one is an invented sample:"',
  '"every symbol, name, price and trade in it is made up."',
  '',
  'Date downloaded 10/31/2026 09:12 am',
  '',
];

const nextBusinessDay = (d: IsoDate): IsoDate => addDays(d, weekdayOf(d) === 5 ? 3 : 1);

/** The Fidelity one-account history of 2025: byte order mark, two empty lines, newest first, only negatives quoted. */
export function fidelityCsv(rows: readonly SampleRow[]): string {
  const num = (x: number): string => (x < 0 ? `"${x}"` : String(x));
  let balance = 0;
  const body = rows.map((r) => {
    balance = Math.round((balance + r.amount) * 100) / 100;
    const name = r.name.toUpperCase();
    const short = name.length > 38 ? `${name.slice(0, 38).trim()}...` : name;
    const type = r.kind === 'split' ? 'Shares' : 'Cash';
    const trade = r.kind === 'buy' || r.kind === 'sell';
    // A transfer prints a market value, which is not cash.
    const amount = r.amount;
    return [
      usDate(r.date),
      r.symbol
        ? `${FIDELITY_VERBS[r.kind]} ${short} (${r.symbol}) (${type})`
        : `${FIDELITY_VERBS[r.kind]} (${type})`,
      r.symbol || '""',
      r.symbol ? name : 'No Description',
      type,
      r.price > 0 ? num(r.price) : '""',
      num(r.kind === 'sell' ? -r.quantity : r.quantity),
      '""',
      r.fees > 0 ? num(r.fees) : '""',
      '""',
      num(amount),
      num(balance),
      trade ? usDate(nextBusinessDay(r.date)) : '""',
    ].join(',');
  });
  const header =
    'Run Date,Action,Symbol,Description,Type,Price ($),Quantity,Commission ($),Fees ($),Accrued Interest ($),Amount ($),Cash Balance ($),Settlement Date';
  return ['\uFEFF', '', header, ...body.toReversed(), ...FIDELITY_FOOTER].join('\n');
}
