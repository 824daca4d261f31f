import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { postRow, type Meaning } from '../post-row.ts';

function meaningOf(action: string): Meaning | null {
  const a = action.toLowerCase();
  if (/^(?:market|limit|stop|stop limit) buy$/.test(a)) return 'buy';
  if (/^(?:market|limit|stop|stop limit) sell$/.test(a)) return 'sell';
  if (a.startsWith('dividend')) {
    if (a.includes('return of capital')) return 'return_of_capital';
    if (a.includes('manufactured')) return 'payment_in_lieu';
    return 'dividend';
  }
  if (a.startsWith('interest on cash')) return 'interest-by-sign';
  if (a.startsWith('lending interest')) return 'lending_income';
  if (/^(?:deposit|withdrawal|card debit|card credit)/.test(a)) return 'cash';
  if (a.startsWith('currency conversion')) return 'fx';
  if (a.startsWith('result adjustment')) return 'other';
  if (a.startsWith('stock split')) return 'split';
  if (a.startsWith('stock distribution')) return 'spin_off';
  if (/cashback/.test(a)) return 'reward';
  if (/^(?:new card cost|adr fee|.*\bfee\b)/.test(a)) return 'fee';
  if (a.startsWith('transfer')) return 'transfer';
  return null;
}

const OUT = /^(?:withdrawal|card debit|new card cost|adr fee)/i;

function openHistory(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const { keys } = columns;
  const isCurrency = (k: string): boolean =>
    k.startsWith('currency ') && !k.startsWith('currency conversion');
  const feeAts = keys.flatMap((k, i) =>
    /(?:\bfees?|\btax|\blevy|\bduty)\b/.test(k) &&
    !isCurrency(k) &&
    !k.startsWith('withholding') &&
    !k.startsWith('currency currency')
      ? [i]
      : [],
  );
  const moneyEnd = (stem: string): number =>
    keys.findIndex((k) => k === stem || new RegExp(`^${stem} [a-z]{3}$`).test(k));
  const totalAt = moneyEnd('total');
  const totalCurrency = /^total ([a-z]{3})$/.exec(keys[totalAt] ?? '')?.[1]?.toUpperCase() ?? '';
  const currencyAt = at('currency total');
  const fromAt = at('currency conversion from amount');
  const toAt = at('currency conversion to amount');
  return (cells, line) => {
    const date = book.date(cells, at('time', 'time utc'));
    if (!date) return false;
    const action = book.text(cells, at('action'));
    const meaning = meaningOf(action);
    if (meaning === null) {
      book.unknownAction(line, action);
      return true;
    }
    const currency = currencyAt >= 0 ? book.text(cells, currencyAt) : totalCurrency;
    const total = book.money(cells, totalAt);
    let fees = 0;
    for (const f of feeAts) fees += Math.abs(book.money(cells, f) ?? 0);
    const units = book.units(cells, at('no of shares'));
    const quantity = units !== null && /\bclose$|^transfer out/i.test(action) ? -Math.abs(units) : units;
    const notes = book.text(cells, at('notes'));
    const name = book.text(cells, at('name'));
    const base = {
      date,
      id: book.text(cells, at('id')),
      rawType: action,
      description: name === '' ? notes : name,
    };
    if (meaning === 'fx' && fromAt >= 0 && toAt >= 0) {
      const from = book.money(cells, fromAt);
      const to = book.money(cells, toAt);
      if (from !== null && to !== null) {
        book.add(line, {
          ...base,
          type: 'fx',
          amount: -Math.abs(from),
          currency: book.text(cells, fromAt + 1) || currency,
        });
        book.add(line, {
          ...base,
          type: 'fx',
          amount: Math.abs(to),
          currency: book.text(cells, toAt + 1) || currency,
        });
        return true;
      }
    }
    const amount =
      total === null
        ? null
        : meaning === 'buy' || OUT.test(action)
          ? -Math.abs(total)
          : meaning === 'sell'
            ? Math.abs(total)
            : total;
    const priceCurrency = book.text(cells, at('currency price share'));
    const ticker = book.text(cells, at('ticker'));
    postRow(book, line, {
      ...base,
      meaning,
      quantity,
      amount,
      fees,
      symbol: ticker === '' ? book.text(cells, at('isin')) : ticker,
      price: book.units(cells, at('price share')),
      keepPrice: meaning === 'dividend',
      ...(currency === '' ? {} : { currency }),
      ...(priceCurrency === '' ? {} : { priceCurrency }),
      taxWithheld: book.money(cells, at('withholding tax')),
    });
    return true;
  };
}

/** Trading 212: the column set changes with the year and with what happened. */
export const trading212: BrokerFormat = {
  id: 'trading212',
  name: 'Trading 212',
  currency: 'GBP',
  tables: [
    {
      format: 'trading212',
      kind: 'transactions',
      needs: ['action', 'isin', 'no of shares', 'price share', 'currency price share'],
      open: openHistory,
    },
  ],
};
