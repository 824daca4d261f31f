import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { postRow, type Meaning } from '../post-row.ts';

const FIAT = /^(?:USD|EUR|GBP|CAD|AUD|CHF|JPY|SGD|NZD|BRL|SEK|NOK|DKK|PLN)$/;

/** Transaction Type, lower case; conversions are read from the notes. */
const TYPES: Readonly<Record<string, Meaning | 'convert' | 'wallet'>> = {
  buy: 'buy',
  sell: 'sell',
  'advanced trade buy': 'buy',
  'advanced trade sell': 'sell',
  'advance trade buy': 'buy',
  'advance trade sell': 'sell',
  convert: 'convert',
  send: 'transfer_out',
  receive: 'transfer_in',
  deposit: 'transfer_in',
  withdrawal: 'transfer_out',
  'pro deposit': 'transfer_out',
  'pro withdrawal': 'transfer_in',
  'exchange deposit': 'transfer_out',
  'exchange withdrawal': 'transfer_in',
  'retail/pro deposit': 'transfer',
  'retail/pro withdrawal': 'transfer',
  'staking income': 'reward',
  'reward income': 'reward',
  'rewards income': 'reward',
  'inflation reward': 'reward',
  'learning reward': 'reward',
  'coinbase earn': 'reward',
  'incentives rewards payout': 'reward',
  'card rebate reward': 'reward',
  'card spend': 'sell',
  'asset migration': 'symbol_change',
  'retail staking transfer': 'wallet',
  'retail unstaking transfer': 'wallet',
  'retail eth2 deprecation': 'wallet',
  subscription: 'fee',
  'subscription rebate': 'fee',
};

const CONVERTED = /Converted\s+([\d.,]+)\s+([A-Z0-9]+)\s+to\s+([\d.,]+)\s+([A-Z0-9]+)/i;
const NO_MONEY_SIGN = /^[\s$\u20ac\u00a3]*$/;

function openHistory(book: Book, columns: Columns): RowReader {
  const ends = (...names: string[]): number => {
    const exact = columns.find(...names);
    // The first layout puts the currency before every money column: "EUR Subtotal".
    return exact >= 0
      ? exact
      : columns.keys.findIndex((k) => /^[a-z]{3} /.test(k) && names.includes(k.slice(4)));
  };
  const at = (...names: string[]): number => columns.find(...names);
  const [idAt, dateAt, typeAt, assetAt, quantityAt, currencyAt] = [
    at('id'),
    at('timestamp'),
    at('transaction type'),
    at('asset'),
    at('quantity transacted'),
    at('price currency', 'spot price currency'),
  ];
  const priceAt = ends('price at transaction', 'spot price at transaction');
  const subtotalAt = ends('subtotal');
  const totalAt = ends('total inclusive of fees and or spread', 'total inclusive of fees');
  const feesAt = ends('fees and or spread', 'fees');
  const notesAt = at('notes');
  const headerCurrency = /^([a-z]{3}) /.exec(columns.keys[priceAt] ?? '')?.[1]?.toUpperCase() ?? '';
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const word = book.text(cells, typeAt);
    const key = word.toLowerCase();
    const kind = Object.hasOwn(TYPES, key) ? TYPES[key] : undefined;
    if (kind === undefined) {
      book.unknownAction(line, word);
      return true;
    }
    const asset = book.text(cells, assetAt);
    const quantity = book.units(cells, quantityAt) ?? 0;
    const printedCurrency = currencyAt < 0 ? headerCurrency : book.text(cells, currencyAt);
    for (const a of [priceAt, subtotalAt, totalAt])
      if (a >= 0 && (cells[a] ?? '') !== '' && NO_MONEY_SIGN.test(cells[a] ?? '')) book.spoil(cells[a] ?? '');
    const subtotal = book.money(cells, subtotalAt);
    const total = book.money(cells, totalAt);
    const notes = book.text(cells, notesAt);
    const base = {
      date,
      description: notes,
      rawType: word,
      id: book.text(cells, idAt),
      ...(/^[A-Z]{3,5}$/.test(printedCurrency) ? { currency: printedCurrency } : {}),
    };
    const fees = book.money(cells, feesAt);
    const price = book.units(cells, priceAt);
    if (kind === 'convert')
      return convert(book, line, { ...base, asset, quantity, price, fees, subtotal, notes });
    if (kind === 'wallet') {
      book.add(line, { ...base, type: 'other', symbol: asset, flags: ['internal_wallet_move'] });
      return true;
    }
    if (FIAT.test(asset) && kind !== 'buy' && kind !== 'sell') {
      const leaves = kind === 'transfer_out' || quantity < 0 || (kind === 'fee' && quantity >= 0);
      const cash = Math.abs(quantity !== 0 ? Math.round(quantity / 1e6) : (total ?? 0));
      postRow(book, line, {
        ...base,
        meaning: kind === 'reward' ? 'interest' : kind === 'fee' ? 'fee' : 'cash',
        symbol: '',
        quantity: null,
        price: null,
        fees,
        amount: leaves ? -cash : cash,
        currency: asset,
      });
      return true;
    }
    const trade = kind === 'buy' || kind === 'sell';
    const cash = total ?? subtotal;
    if (kind === 'fee' && cash !== null) {
      postRow(book, line, {
        ...base,
        meaning: 'fee',
        symbol: isNothing(asset) ? '' : asset,
        quantity: null,
        price: null,
        fees: null,
        amount: -Math.abs(cash),
      });
      return true;
    }
    postRow(book, line, {
      ...base,
      meaning: kind,
      symbol: asset,
      quantity,
      price,
      fees: trade ? fees : null,
      keepPrice: price !== null,
      amount: trade ? (cash === null ? null : kind === 'buy' ? -Math.abs(cash) : Math.abs(cash)) : cash,
    });
    return true;
  };
}

interface Conversion {
  readonly date: Parameters<Book['add']>[1]['date'];
  readonly description: string;
  readonly rawType: string;
  readonly id: string;
  readonly currency?: string;
  readonly asset: string;
  readonly quantity: number;
  readonly price: number | null;
  readonly fees: number | null;
  readonly subtotal: number | null;
  readonly notes: string;
}

/** The received side of a conversion is only in the notes. */
function convert(book: Book, line: number, c: Conversion): boolean {
  const m = CONVERTED.exec(c.notes);
  const received = m ? book.numberText((m[3] as string).replaceAll(',', ''), 8) : null;
  if (!m || received === null || c.quantity === 0) {
    book.missing(line, 'received side (it is read from the notes)');
    return true;
  }
  if (book.malformedCell !== null) {
    book.badNumber(line);
    return true;
  }
  const { date, description, rawType, id } = c;
  const base = {
    date,
    description,
    rawType,
    id,
    ...(c.currency === undefined ? {} : { currency: c.currency }),
  };
  book.add(line, {
    ...base,
    type: 'convert_out',
    symbol: c.asset,
    quantity: -Math.abs(c.quantity),
    price: c.price === null ? null : Math.abs(c.price),
    fees: c.fees,
    marketValue: c.subtotal === null ? null : Math.abs(c.subtotal),
  });
  book.add(line, { ...base, type: 'convert_in', symbol: m[4] as string, quantity: received });
  return true;
}

/** Coinbase transaction reports, all four layouts. */
export const coinbase: BrokerFormat = {
  id: 'coinbase',
  name: 'Coinbase',
  noise: /^(?:transactions$|user$|you can use this transaction report)/i,
  tables: [
    {
      format: 'coinbase-v2',
      kind: 'transactions',
      needs: ['timestamp', 'transaction type', 'asset', 'quantity transacted'],
      open: openHistory,
    },
    {
      format: 'coinbase-v3',
      kind: 'transactions',
      needs: ['timestamp', 'transaction type', 'asset', 'quantity transacted', 'spot price currency'],
      open: openHistory,
    },
    {
      format: 'coinbase-v4',
      kind: 'transactions',
      needs: ['id', 'timestamp', 'transaction type', 'asset', 'quantity transacted', 'price currency'],
      open: openHistory,
    },
  ],
};
