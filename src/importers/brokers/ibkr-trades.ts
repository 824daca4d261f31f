import { collapse, type Book } from '../book.ts';
import type { Columns } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { postRow, reusedRow, type Meaning } from '../post-row.ts';

/** Reads one Data row of a section. */
export type SectionReader = (cells: readonly string[], line: number) => void;

const CODES = new Map<string, ReadonlySet<string>>();

/** "C;Ep" as a set; files repeat few combinations. */
function codesOf(text: string): ReadonlySet<string> {
  let codes = CODES.get(text);
  if (codes === undefined) {
    codes = new Set(text.split(/[;,\s]+/).filter(Boolean));
    if (CODES.size < 1000) CODES.set(text, codes);
  }
  return codes;
}

/** What a trade is, and whether its opening or closing is left to the open position. */
export interface TradeMeaning {
  readonly meaning: Meaning;
  readonly openOrClose: boolean;
}

interface KnownTrade extends TradeMeaning {
  readonly rawType: string;
}

/** What a trade row is, from its asset class, sign and codes (O open, C close, Ep expired, A assigned, Ex exercised, Ca cancelled). */
export function tradeMeaning(asset: string, quantity: number, code: string, isOption: boolean): TradeMeaning {
  const codes = codesOf(code);
  const buys = quantity > 0;
  if (/forex|devisen/i.test(asset)) return { meaning: 'fx', openOrClose: false };
  if (codes.has('Ca') || codes.has('Re'))
    return { meaning: buys ? 'cancel_sell' : 'cancel_buy', openOrClose: false };
  if (isOption) {
    if (codes.has('Ep')) return { meaning: 'option_expired', openOrClose: false };
    if (codes.has('A')) return { meaning: 'option_assigned', openOrClose: false };
    if (codes.has('Ex')) return { meaning: 'option_exercised', openOrClose: false };
    if (codes.has('C') && !codes.has('O'))
      return { meaning: buys ? 'buy_to_close' : 'sell_to_close', openOrClose: false };
    if (codes.has('O') && !codes.has('C'))
      return { meaning: buys ? 'buy_to_open' : 'sell_to_open', openOrClose: false };
    return { meaning: buys ? 'buy' : 'sell', openOrClose: true };
  }
  if (!buys && codes.has('O') && !codes.has('C')) return { meaning: 'sell_short', openOrClose: false };
  if (buys && codes.has('C') && !codes.has('O')) return { meaning: 'buy_to_cover', openOrClose: false };
  return { meaning: buys ? 'buy' : 'sell', openOrClose: false };
}

/** Reads rows of the Trades section: only orders count, lots and totals repeat them. */
export function tradeReader(book: Book, columns: Columns): SectionReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [kindAt, dateAt, assetAt, symbolAt, quantityAt] = [
    at('datadiscriminator'),
    at('date time', 'date'),
    at('asset category'),
    at('symbol'),
    at('quantity'),
  ];
  const [currencyAt, proceedsAt, priceAt, codeAt, accountAt] = [
    at('currency'),
    at('proceeds'),
    at('t price'),
    at('code'),
    at('account'),
  ];
  const feeAt = columns.keys.findIndex((k) => k === 'comm fee' || /^comm in [a-z]{3}$/.test(k));
  const feeCurrencyOfColumn = /^comm in ([a-z]{3})$/.exec(columns.keys[feeAt] ?? '')?.[1]?.toUpperCase();
  // What a code means for sales and for purchases of the asset class last seen.
  const byCode: readonly Map<string, KnownTrade>[] = [new Map(), new Map()];
  let lastAsset = '';
  let sawOrder = false;
  const row = reusedRow();
  row.keepPrice = true;
  return (cells, line) => {
    const kind = book.text(cells, kindAt);
    if (kind === 'Order') sawOrder = true;
    // Executions repeat their order where the file prints both.
    if (kind === 'Trade' && sawOrder) return book.ignore(line, 'repeats an order (execution)');
    if (kind !== '' && kind !== 'Order' && kind !== 'Trade')
      return book.ignore(line, 'repeats an order (lot or total)');
    const date = book.date(cells, dateAt);
    if (!date)
      return book.problem(
        line,
        'bad-date',
        'The date of this trade cannot be read. Correct it in the file, or enter the trade by hand.',
      );
    const asset = book.text(cells, assetAt);
    const symbol = book.text(cells, symbolAt);
    const quantity = book.units(cells, quantityAt);
    const currency = book.text(cells, currencyAt);
    const proceeds = book.money(cells, proceedsAt);
    const fee = book.money(cells, feeAt);
    const feeCurrency = feeCurrencyOfColumn ?? currency;
    const code = book.text(cells, codeAt);
    const option = symbol.length >= 8 && /option|optionen/i.test(asset) ? book.optionOf(symbol) : null;
    if (!quantity && book.malformedCell === null) return book.missing(line, 'quantity');
    const buys = (quantity ?? 0) > 0;
    if (asset !== lastAsset) {
      lastAsset = asset;
      byCode.forEach((m) => m.clear());
    }
    const side = byCode[buys ? 1 : 0] as Map<string, KnownTrade>;
    let known = option === null ? side.get(code) : undefined;
    if (known === undefined) {
      const m = tradeMeaning(asset, quantity ?? 0, code, option !== null);
      known = { ...m, rawType: book.intern(`Trades/Order/${m.meaning === 'fx' ? 'Forex' : code}`) };
      if (option === null && side.size < 1000) side.set(code, known);
    }
    const { meaning, openOrClose } = known;
    // Forex commissions are in the base currency: they belong to this row's cash only when that is the row's own.
    const ownFee = feeCurrency === currency ? (fee ?? 0) : 0;
    const forex = meaning === 'fx';
    const account = accountAt < 0 ? '' : book.text(cells, accountAt);
    row.date = date;
    row.meaning = meaning;
    row.symbol = row.description = symbol;
    row.quantity = quantity;
    row.openOrClose = openOrClose;
    row.option = option;
    row.currency = currency;
    row.rawType = known.rawType;
    row.price = book.units(cells, priceAt);
    row.fees = fee;
    row.amount = proceeds === null ? null : proceeds + ownFee;
    row.account = account === '' ? undefined : account;
    row.flags =
      forex || feeCurrency !== currency ? forexFlags(symbol, fee, feeCurrency, currency) : undefined;
    postRow(book, line, row);
  };
}

function forexFlags(symbol: string, fee: number | null, feeCurrency: string, currency: string): string[] {
  const base = /^([A-Z]{3})\.[A-Z]{3}$/.exec(symbol)?.[1];
  return [
    ...(base ? [`base_currency_bought=${base}`] : []),
    ...(feeCurrency !== currency && fee ? [`fee_currency=${feeCurrency}`] : []),
  ];
}

/** Consolidated statements name the account in every row. */
export function accountOf(book: Book, columns: Columns, cells: readonly string[]): { account?: string } {
  const at = columns.find('account');
  const account = at < 0 ? '' : book.text(cells, at);
  return account === '' ? {} : { account };
}

/** "NVDA(US67066G1040) Split 10 for 1 (NVDA, NVIDIA CORP, US67066G1040)": the security in the last parentheses moves. */
function movedSymbol(description: string): string {
  const last = /\(([^(),]+),[^()]*(?:\([^()]*\)[^()]*)*\)\s*$/.exec(description);
  return (last?.[1] ?? /^([A-Z0-9. ]+?)\s*\(/.exec(description)?.[1] ?? '').trim();
}

function corporateMeaning(text: string): Meaning | null {
  if (/\bsplit\b|aktiensplit/i.test(text)) return 'split';
  if (/stock dividend|aktiendividende/i.test(text)) return 'split';
  if (/spin-?off|rights issue|subscribable|bezugsrecht/i.test(text)) return 'spin_off';
  if (/merged|acquisition|tendered|merger|delisted|liquidation|buyback/i.test(text)) return 'merger';
  if (/(?:cusip|isin|symbol|name).*change|change.*(?:cusip|isin|symbol|name)|exchange/i.test(text))
    return 'symbol_change';
  if (/matur|full call|partial call|redemption|redeemed/i.test(text)) return 'redemption';
  return null;
}

/** A row of the Corporate Actions section. */
export function readCorporateAction(
  book: Book,
  columns: Columns,
  cells: readonly string[],
  line: number,
): void {
  const description = book.text(cells, columns.find('description'));
  const date = book.date(cells, columns.find('date time', 'report date', 'date'));
  const meaning = corporateMeaning(description);
  if (!date || meaning === null) {
    if (date) book.unknownAction(line, description);
    else
      book.problem(line, 'bad-date', 'The date of this corporate action cannot be read. Enter it by hand.');
    return;
  }
  const quantity = book.units(cells, columns.find('quantity'));
  const proceeds = book.money(cells, columns.find('proceeds'));
  const symbol = movedSymbol(description);
  const acted = /^([A-Z0-9. ]+?)\s*\(/.exec(description)?.[1]?.trim() ?? '';
  const ratio = /split (\d+(?:\.\d+)?) for (\d+(?:\.\d+)?)/i.exec(description);
  const old = symbol.endsWith('.OLD');
  postRow(book, line, {
    date,
    meaning,
    symbol,
    quantity,
    price: null,
    fees: null,
    amount: proceeds,
    currency: book.text(cells, columns.find('currency')),
    description,
    rawType: 'Corporate Actions',
    ...accountOf(book, columns, cells),
    ...(ratio ? { ratio: `${ratio[1]}:${ratio[2]}` } : {}),
    ...(old
      ? { linksTo: symbol.slice(0, -4), flags: ['old_identifier'] }
      : meaning === 'split' && (quantity ?? 0) < 0 && acted !== symbol
        ? { linksTo: acted }
        : {}),
  });
}

/** A row of the Transfers section: direction is a word, units have no sign. */
export function readTransfer(book: Book, columns: Columns, cells: readonly string[], line: number): void {
  const date = book.date(cells, columns.find('date'));
  if (!date) {
    book.problem(line, 'bad-date', 'The date of this transfer cannot be read. Enter it by hand.');
    return;
  }
  const out = /^out|ausgang/i.test(book.text(cells, columns.find('direction')));
  const units = book.units(cells, columns.find('qty', 'quantity'));
  const cash = book.money(cells, columns.find('cash amount'));
  const printed = book.text(cells, columns.find('symbol'));
  const symbol = isNothing(printed) ? '' : printed;
  const moves = symbol !== '' && units !== null && units !== 0;
  postRow(book, line, {
    date,
    meaning: moves ? (out ? 'transfer_out' : 'transfer_in') : 'cash',
    symbol,
    quantity: moves ? units : null,
    price: null,
    fees: null,
    amount: moves ? book.money(cells, columns.find('market value')) : cash,
    currency: book.text(cells, columns.find('currency')),
    description: collapse(
      `${book.text(cells, columns.find('type'))} ${book.text(cells, columns.find('xfer company'))}`,
    ),
    rawType: 'Transfers',
    option: moves ? book.optionOf(symbol) : null,
    ...accountOf(book, columns, cells),
  });
}
