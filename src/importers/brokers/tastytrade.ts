import { valueOf, type Quantity, type UnitPrice } from '../../core/quantity.ts';
import type { OptionTerms } from '../../domain/ledger/transaction.ts';
import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { postRow, type Meaning } from '../post-row.ts';

const ACTIONS: Readonly<Record<string, readonly [stock: Meaning, option: Meaning]>> = {
  BUY_TO_OPEN: ['buy', 'buy_to_open'],
  SELL_TO_CLOSE: ['sell', 'sell_to_close'],
  SELL_TO_OPEN: ['sell_short', 'sell_to_open'],
  BUY_TO_CLOSE: ['buy_to_cover', 'buy_to_close'],
  BUY: ['buy', 'buy'],
  SELL: ['sell', 'sell'],
};

const MOVES: readonly (readonly [RegExp, Meaning])[] = [
  [/^cash settled exercise/i, 'option_exercised'],
  [/^cash settled/i, 'option_assigned'],
  [/^expiration/i, 'option_expired'],
  [/^assignment/i, 'option_assigned'],
  [/^exercise/i, 'option_exercised'],
  [/split/i, 'split'],
  [/^symbol change/i, 'symbol_change'],
  [/merger|acquisition/i, 'merger'],
  [/^spin/i, 'spin_off'],
  [/^stock dividend/i, 'split'],
  [/^special dividend|^dividend/i, 'dividend'],
  [/^acat|^transfer|^external/i, 'transfer'],
  [/^name change/i, 'symbol_change'],
];

const MONEY: readonly (readonly [RegExp, Meaning])[] = [
  [/^(?:deposit|withdrawal|ach|wire)/i, 'cash'],
  [/^credit interest/i, 'interest'],
  [/^debit interest/i, 'margin_interest'],
  [/^dividend/i, 'dividend'],
  [/^fee/i, 'fee'],
  [/^fully paid|^stock lending/i, 'lending_income'],
  [/^transfer/i, 'journal_cash'],
  [/^balance adjustment/i, 'other'],
  [/^mark to market/i, 'other'],
];

function meaningOf(type: string, sub: string, action: string, option: OptionTerms | null): Meaning | null {
  const key = action.toUpperCase().replaceAll(' ', '_');
  const traded = Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
  if (/^money movement/i.test(type)) return MONEY.find(([p]) => p.test(sub))?.[1] ?? null;
  const moved = /^receive deliver/i.test(type) ? MOVES.find(([p]) => p.test(sub))?.[1] : undefined;
  if (moved) return moved;
  return traded ? traded[option ? 1 : 0] : null;
}

function openHistory(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [totalAt, valueAt] = [at('total'), at('value')];
  return (cells, line) => {
    const date = book.date(cells, at('date'));
    if (!date) return false;
    const [type, sub, action] = [
      book.text(cells, at('type')),
      book.text(cells, at('sub type')),
      book.text(cells, at('action')),
    ];
    const printed = book.text(cells, at('symbol'));
    const symbol = isNothing(printed) ? '' : printed;
    const multiplier = Math.round((book.units(cells, at('multiplier')) ?? 1e8) / 1e8) || 1;
    const terms = book.optionOf(symbol);
    const option = terms && multiplier > 1 ? { ...terms, multiplier } : terms;
    const description = book.text(cells, at('description'));
    const units = book.units(cells, at('quantity'));
    const value = book.money(cells, valueAt);
    const commissions = book.money(cells, at('commissions')) ?? 0;
    const fees = book.money(cells, at('fees')) ?? 0;
    const total = totalAt < 0 ? null : book.money(cells, totalAt);
    // A file that has a total but not in this row was cut here.
    const amount = totalAt >= 0 ? total : value === null ? null : value + commissions + fees;
    let meaning = meaningOf(type, sub, action, option);
    // A negative dividend row is the tax withheld on the one beside it.
    const taxRow = meaning === 'dividend' && (amount ?? 0) < 0;
    if (taxRow) meaning = 'tax_withheld';
    if (meaning === 'other' && /fee/i.test(description)) meaning = 'fee';
    if (meaning === null) {
      book.unknownAction(line, [type, sub, action].filter(Boolean).join('/'));
      return true;
    }
    const average = book.units(cells, at('average price'));
    const leaves =
      /^sell/i.test(action) ||
      (units ?? 0) < 0 ||
      (meaning === 'transfer' && /\b(?:out|deliver|removal|sold)\b/i.test(description));
    const corporate =
      meaning === 'split' || meaning === 'symbol_change' || meaning === 'merger' || meaning === 'transfer';
    postRow(book, line, {
      date,
      meaning,
      symbol,
      option,
      quantity: units !== null && corporate ? (leaves ? -Math.abs(units) : Math.abs(units)) : units,
      price:
        average === null || average === 0 ? null : Math.round(Math.abs(average) / (option ? multiplier : 1)),
      fees: Math.abs(commissions + fees),
      amount,
      description,
      keepAmount: /^cash settled/i.test(sub),
      openOrClose: meaning === 'buy' || meaning === 'sell',
      rawType: action === '' ? `${type}/${sub}` : `${type}/${action}`,
      id: book.text(cells, at('order')),
      flags: taxRow
        ? ['negative_dividend_row_is_withholding']
        : /^trade/i.test(type)
          ? ['price_from_description_or_average_over_multiplier']
          : [],
      ...currencyOf(book.text(cells, at('currency'))),
    });
    return true;
  };
}

const currencyOf = (text: string): { currency?: string } =>
  /^[A-Z]{3}$/.test(text) ? { currency: text } : {};

/** The older tastyworks layout. */
function openLegacy(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  return (cells, line) => {
    const date = book.date(cells, at('date time'));
    if (!date) return false;
    const [type, sub] = [
      book.text(cells, at('transaction code')),
      book.text(cells, at('transaction subcode')),
    ];
    const side = book.text(cells, at('buy sell'));
    const open = book.text(cells, at('open close'));
    const underlying = book.text(cells, at('symbol'));
    const right = book.text(cells, at('call put'));
    const expiry = book.date(cells, at('expiration date'));
    const strike = book.units(cells, at('strike'));
    const option =
      /^[CP]/i.test(right) && expiry && strike
        ? {
            underlying,
            expiry,
            right: /^c/i.test(right) ? ('C' as const) : ('P' as const),
            strike: strike as number as UnitPrice,
            multiplier: 100,
          }
        : null;
    let meaning = meaningOf(type, sub, `${side} to ${open}`, option);
    const units = book.units(cells, at('quantity'));
    const price = book.units(cells, at('price'));
    const fees = Math.abs(book.money(cells, at('fees')) ?? 0);
    let amount = book.money(cells, at('amount'));
    if (meaning === 'dividend' && (amount ?? 0) < 0) meaning = 'tax_withheld';
    if (meaning === null) {
      book.unknownAction(line, [type, sub, side, open].filter(Boolean).join('/'));
      return true;
    }
    // Some exports leave the fees out of Amount: then units x price meets it exactly.
    if (
      amount !== null &&
      fees > 0 &&
      units &&
      price &&
      Math.abs(amount) ===
        valueOf((Math.abs(units) * (option ? 100 : 1)) as Quantity, Math.abs(price) as UnitPrice)
    )
      amount = (amount - fees) as typeof amount;
    postRow(book, line, {
      date,
      meaning,
      symbol: underlying,
      option,
      quantity: units,
      price,
      fees,
      amount,
      description: book.text(cells, at('description')),
      rawType: `${type}/${sub}`,
      account: book.text(cells, at('account reference')),
    });
    return true;
  };
}

/** tastytrade and tastyworks transaction histories. */
export const tastytrade: BrokerFormat = {
  id: 'tastytrade',
  name: 'tastytrade',
  tables: [
    {
      format: 'tastytrade',
      kind: 'transactions',
      needs: ['date', 'type', 'sub type', 'root symbol', 'underlying symbol', 'call or put'],
      open: openHistory,
    },
    {
      format: 'tastyworks-legacy',
      kind: 'transactions',
      needs: ['date time', 'transaction code', 'transaction subcode', 'buy sell', 'open close'],
      open: openLegacy,
    },
  ],
};
