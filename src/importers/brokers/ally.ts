import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import { readDate } from '../dates.ts';
import { Columns } from '../headers.ts';
import { readOptionText } from '../options.ts';
import { postRow } from '../post-row.ts';
import { findMeaning, type WordList } from '../simple-table.ts';

/** Column order of the file, which has no header line. */
const ORDER = [
  'date',
  'activity',
  'quantity',
  'symbol',
  'description',
  'price',
  'commission',
  'fees',
  'amount',
] as const;

const WORDS: WordList = [
  [/^bought to open/, 'buy_to_open'],
  [/^bought to close/, 'buy_to_close'],
  [/^bought to cover/, 'buy_to_cover'],
  [/^sold to open/, 'sell_to_open'],
  [/^sold to close/, 'sell_to_close'],
  [/^sold short/, 'sell_short'],
  [/^bought|^buy/, 'buy'],
  [/^sold|^sell/, 'sell'],
  [/reinvest/, 'reinvest'],
  [/^qualified div/, 'dividend_qualified'],
  [/^dividend/, 'dividend'],
  [/^margin interest/, 'margin_interest'],
  [/^interest/, 'interest-by-sign'],
  [/^(?:cash movement|deposit|withdrawal|ach|wire)/, 'transfer'],
  [/^(?:fee|commission|service)/, 'fee'],
  [/tax|withholding/, 'tax_withheld'],
  [/^(?:expired|option expir|expiration)/, 'option_expired'],
  [/^assign|^option assign/, 'option_assigned'],
  [/^exerc|^option exerc/, 'option_exercised'],
  [/split/, 'split'],
  [/spin/, 'spin_off'],
  [/merger/, 'merger'],
  [/^(?:name|symbol) change|exchange/, 'symbol_change'],
  [/cash in lieu/, 'cash_in_lieu'],
  [/^(?:transfer|acat|journal|security movement|bookkeeping)/, 'journal'],
];

function openActivity(book: Book, columns: Columns): RowReader {
  const bare = columns.keys.length === 0;
  const at = Object.fromEntries(ORDER.map((name, i) => [name, bare ? i : columns.find(name)])) as Record<
    (typeof ORDER)[number],
    number
  >;
  return (cells, line) => {
    const date = book.date(cells, at.date);
    if (!date) return false;
    const word = book.text(cells, at.activity);
    const meaning = findMeaning(WORDS, word);
    if (meaning === null || cells.length < 5) {
      book.unknownAction(line, word);
      return true;
    }
    const description = book.text(cells, at.description);
    const symbol = book.text(cells, at.symbol);
    const option = /\b(?:call|put)\b/i.test(`${symbol} ${description}`) ? readOptionText(description) : null;
    postRow(book, line, {
      date,
      meaning,
      option,
      description,
      symbol: symbol === '' && /movement/i.test(word) ? '' : symbol,
      quantity: book.units(cells, at.quantity),
      price: book.units(cells, at.price),
      fees: Math.abs(book.money(cells, at.commission) ?? 0) + Math.abs(book.money(cells, at.fees) ?? 0),
      amount: book.money(cells, at.amount),
      openOrClose: meaning === 'buy' || meaning === 'sell',
      rawType: word,
    });
    return true;
  };
}

/** Ally Invest activity, copied as nine tab-separated columns without names. */
export const ally: BrokerFormat = {
  id: 'ally',
  name: 'Ally Invest',
  tables: [
    {
      format: 'ally-activity-tsv',
      kind: 'transactions',
      needs: [
        'date',
        'activity',
        'quantity',
        'symbol',
        'description',
        'price',
        'commission',
        'fees',
        'amount',
      ],
      weak: true,
      open: openActivity,
    },
  ],
  headless(rows) {
    if (rows.length === 0) return 0;
    const fits = rows.filter(
      (r) =>
        r.length >= 9 &&
        r.slice(9).every((c) => c.trim() === '') &&
        readDate(r[0] ?? '', 'mdy') !== null &&
        findMeaning(WORDS, (r[1] ?? '').trim()) !== null,
    );
    return fits.length >= rows.length * 0.5 ? 0.55 + 0.2 * (fits.length / rows.length) : 0;
  },
};
