import { mulDivRound } from '../../core/decimal.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { postRow } from '../post-row.ts';

const FIAT = /^(?:USD|EUR|GBP|CAD|AUD|CHF|JPY)$/;
const RENAMED: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE', ETH2: 'ETH' };

/** "XXBT" -> BTC, "ZUSD" -> USD, "SOL.S" and "DOT28.S" -> the coin itself. */
export function krakenAsset(code: string): string {
  let a = code
    .trim()
    .toUpperCase()
    .replace(/\.[A-Z]+$/, '');
  if (/^[XZ][A-Z]{3}$/.test(a)) a = a.slice(1);
  if (code.includes('.')) a = a.replace(/^([A-Z]{2,})\d{2}$/, '$1');
  return RENAMED[a] ?? a;
}

interface Entry {
  readonly line: number;
  readonly raw: string;
  readonly date: IsoDate;
  readonly type: string;
  readonly subtype: string;
  readonly code: string;
  readonly asset: string;
  /** 1e-8 units. */
  readonly amount: number;
  readonly fee: number;
}

const toCents = (units: number): number => Math.sign(units) * Math.round(Math.abs(units) / 1e6);

class Ledger {
  private readonly groups = new Map<string, Entry[]>();
  private readonly book: Book;
  private readonly at: Record<
    'txid' | 'refid' | 'time' | 'type' | 'subtype' | 'asset' | 'amount' | 'fee' | 'balance',
    number
  >;

  constructor(book: Book, columns: Columns) {
    this.book = book;
    const at = (name: string): number => columns.find(name);
    this.at = {
      txid: at('txid'),
      refid: at('refid'),
      time: at('time'),
      type: at('type'),
      subtype: at('subtype'),
      asset: at('asset'),
      amount: at('amount'),
      fee: at('fee'),
      balance: at('balance'),
    };
  }

  read(cells: string[], line: number): boolean {
    const { book, at } = this;
    const date = book.date(cells, at.time);
    if (!date) return false;
    if (book.text(cells, at.txid) === '' && book.text(cells, at.balance) === '') {
      book.ignore(line, 'pending row without an id; the booked row follows');
      return true;
    }
    const amount = book.units(cells, at.amount);
    const fee = book.units(cells, at.fee);
    if (book.malformedCell !== null || amount === null) {
      if (amount === null && book.malformedCell === null) book.missing(line, 'amount');
      else book.badNumber(line);
      return true;
    }
    const code = book.text(cells, at.asset);
    const type = book.text(cells, at.type).toLowerCase();
    const refid = book.text(cells, at.refid);
    const entry: Entry = {
      line,
      raw: book.rawRecord(),
      date,
      type,
      subtype: book.text(cells, at.subtype).toLowerCase(),
      code,
      asset: krakenAsset(code),
      amount,
      fee: fee ?? 0,
    };
    // Rewards and deposits stand alone even when a reference repeats.
    const key = refid === '' ? `line ${line}` : `${refid}|${pairable(entry) ? 'pair' : line}`;
    const group = this.groups.get(key);
    if (group) group.push(entry);
    else this.groups.set(key, [entry]);
    return true;
  }

  end(): void {
    for (const [key, entries] of this.groups) {
      this.book.begin();
      const live = this.book.rawRecord;
      this.book.rawRecord = () => entries[0]?.raw ?? '';
      const id = key.startsWith('line ') ? '' : (key.split('|')[0] as string);
      this.group(entries, id);
      this.book.rawRecord = live;
    }
    this.groups.clear();
  }

  private group(entries: readonly Entry[], id: string): void {
    const trades = entries.filter((e) => isTrade(e));
    if (trades.length === entries.length && entries.length >= 2) return this.trade(entries, id);
    if (entries.length === 2 && entries.every(isWalletMove)) return this.walletMove(entries, id);
    for (const e of entries) this.single(e, id);
  }

  private walletMove(entries: readonly Entry[], id: string): void {
    const [a] = entries as [Entry];
    this.book.add(
      entries.map((e) => e.line),
      {
        date: a.date,
        type: 'other',
        symbol: a.asset,
        flags: ['internal_wallet_move'],
        id,
        description: `moved ${Math.abs(a.amount) / 1e8} ${a.asset}`,
        rawType: `${a.type}/${a.subtype}`,
      },
    );
  }

  private trade(entries: readonly Entry[], id: string): void {
    const fiat = entries.filter((e) => FIAT.test(e.asset));
    const coins = entries.filter((e) => !FIAT.test(e.asset));
    const [cash] = fiat;
    const [coin] = coins;
    const rawType = entries
      .map((e) => e.type)
      .filter((t, i, all) => all.indexOf(t) === i)
      .join('/');
    if (entries.length === 2 && cash && coin) {
      const quantity = coin.amount - coin.fee;
      this.book.add(
        entries.map((e) => e.line),
        {
          date: cash.date,
          type: coin.amount > 0 ? 'buy' : 'sell',
          symbol: coin.asset,
          quantity,
          price: coin.amount === 0 ? null : mulDivRound(Math.abs(cash.amount), 1e8, Math.abs(coin.amount)),
          fees: toCents(cash.fee),
          amount: toCents(cash.amount - cash.fee),
          currency: cash.asset,
          flags: ['price_derived'],
          id,
          description: `${rawType} ${coin.code}`,
          rawType,
        },
      );
      return;
    }
    for (const e of entries) {
      const units = e.amount - e.fee;
      if (FIAT.test(e.asset))
        this.book.add(e.line, {
          date: e.date,
          type: 'fx',
          amount: toCents(units),
          fees: toCents(e.fee),
          currency: e.asset,
          id,
          description: `${e.type} ${e.code}`,
          rawType,
        });
      else
        this.book.add(e.line, {
          date: e.date,
          type: units < 0 ? 'convert_out' : 'convert_in',
          symbol: e.asset,
          quantity: units,
          id,
          description: `${e.type} ${e.code}`,
          rawType,
        });
    }
  }

  private single(e: Entry, id: string): void {
    const { book } = this;
    const units = e.amount - e.fee;
    const rawType = e.subtype === '' ? e.type : `${e.type}/${e.subtype}`;
    const base = {
      date: e.date,
      id,
      rawType,
      description: `${e.type}${e.subtype ? ` ${e.subtype}` : ''} ${e.code}`,
    };
    const fiat = FIAT.test(e.asset);
    const cash = { ...base, amount: toCents(units), fees: toCents(e.fee), currency: e.asset };
    const coin = { ...base, symbol: e.asset, quantity: units };
    if (e.type === 'deposit') {
      if (fiat) book.add(e.line, { ...cash, type: 'deposit' });
      else book.add(e.line, { ...coin, type: 'transfer_in', flags: ['no_cost_basis'] });
    } else if (e.type === 'withdrawal') {
      if (fiat) book.add(e.line, { ...cash, type: 'withdrawal' });
      else
        book.add(e.line, {
          ...coin,
          type: 'transfer_out',
          flags: e.fee > 0 ? [`network_fee_${e.fee / 1e8}_${e.asset}_included`] : [],
        });
    } else if (
      e.type === 'staking' ||
      e.type === 'reward' ||
      e.type === 'dividend' ||
      (e.type === 'earn' && /^(?:reward|bonus)?$/.test(e.subtype)) ||
      e.subtype === 'airdrop'
    ) {
      if (fiat) book.add(e.line, { ...cash, type: 'interest' });
      else book.add(e.line, { ...coin, type: 'reward' });
    } else if (isWalletMove(e)) {
      book.add(e.line, { ...base, type: 'other', symbol: e.asset, flags: ['internal_wallet_move'] });
    } else if (isTrade(e)) {
      if (fiat) book.add(e.line, { ...cash, type: 'fx' });
      else book.add(e.line, { ...coin, type: units < 0 ? 'convert_out' : 'convert_in' });
    } else if (e.type === 'rollover' && fiat) book.add(e.line, { ...cash, type: 'margin_interest', fees: 0 });
    else if (
      (e.type === 'margin' || e.type === 'settled' || e.type === 'adjustment' || e.type === 'credit') &&
      fiat
    )
      book.add(e.line, { ...cash, type: 'other' });
    else if (e.type === 'adjustment' || e.type === 'transfer')
      book.add(e.line, { ...coin, type: units < 0 ? 'transfer_out' : 'transfer_in' });
    else
      book.problem(
        e.line,
        'unknown-action',
        `"${rawType}" of ${e.asset} is not an action this importer knows. Choose its meaning, or enter the transaction by hand.`,
        e.raw,
      );
  }
}

const isTrade = (e: Entry): boolean =>
  /^(?:trade|spend|receive|sale|conversion)$/.test(e.type) || /delistingconversion/.test(e.subtype);
const isWalletMove = (e: Entry): boolean =>
  (e.type === 'transfer' && /spot|staking|futures|earn/.test(e.subtype)) ||
  (e.type === 'earn' && /allocation|migration/.test(e.subtype));
const pairable = (e: Entry): boolean => isTrade(e) || isWalletMove(e);

function openLedger(book: Book, columns: Columns): RowReader {
  const ledger = new Ledger(book, columns);
  const read: RowReader = (cells, line) => ledger.read(cells, line);
  read.end = () => ledger.end();
  return read;
}

const PAIR = /^(.+?)\/?(Z?USD|Z?EUR|Z?GBP|Z?CAD|Z?AUD|Z?JPY|CHF|USDT|USDC|XXBT|XBT|XETH|ETH)$/i;

function openTrades(book: Book, columns: Columns): RowReader {
  const at = (name: string): number => columns.find(name);
  const [dateAt, pairAt, typeAt, priceAt, costAt, feeAt, volumeAt, idAt] = [
    at('time'),
    at('pair'),
    at('type'),
    at('price'),
    at('cost'),
    at('fee'),
    at('vol'),
    at('txid'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const side = book.text(cells, typeAt).toLowerCase();
    const m = PAIR.exec(book.text(cells, pairAt));
    const cost = book.money(cells, costAt);
    const fee = book.money(cells, feeAt) ?? 0;
    if ((side !== 'buy' && side !== 'sell') || !m) {
      book.unknownAction(line, m ? side : book.text(cells, pairAt));
      return true;
    }
    const quote = krakenAsset(m[2] as string);
    postRow(book, line, {
      date,
      meaning: side,
      symbol: krakenAsset(m[1] as string),
      quantity: book.units(cells, volumeAt),
      price: book.units(cells, priceAt),
      fees: fee,
      amount: cost === null ? null : side === 'buy' ? -cost - fee : cost - fee,
      currency: quote,
      description: `${side} ${book.text(cells, pairAt)}`,
      rawType: side,
      id: book.text(cells, idAt),
    });
    return true;
  };
}

/** Kraken ledgers (all movements) and trades. */
export const kraken: BrokerFormat = {
  id: 'kraken',
  name: 'Kraken',
  tables: [
    {
      format: 'kraken-ledgers',
      kind: 'transactions',
      needs: ['txid', 'refid', 'time', 'type', 'asset', 'amount', 'fee', 'balance'],
      open: openLedger,
    },
    {
      format: 'kraken-trades',
      kind: 'transactions',
      needs: ['txid', 'ordertxid', 'pair', 'time', 'type', 'cost', 'fee', 'vol'],
      open: openTrades,
    },
  ],
};
