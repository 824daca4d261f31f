/**
 * Brokers' rows as one compact byte block: columns of numbers, and each distinct text once. The same bytes are kept
 * in memory, stored, and handed to another worker, so that a million rows are never a million objects for long.
 *
 * Layout, little-endian: magic, rows, bytes of text (uint32 each), one spare uint32; the texts as a JSON array,
 * padded to 8; float64 quantity, price (NaN = none), fees, amount; uint32 line; uint16 place in the texts of date,
 * type, symbol, currency, account, description, raw type, flags, file and the rest (0 = none); padded to 8.
 */
import type { Transaction } from './transaction.ts';

/** Most rows in a block: ten texts a row still fit 16-bit places. */
export const BLOCK_ROWS = 4096;

const MAGIC = 0x3142464b; // "KFB1"
const HEAD_BYTES = 16;
const NUMBERS = 4;
const TEXTS = 10;

const padded = (bytes: number): number => (bytes + 7) & ~7;

/** Places of distinct texts; place 0 means none. */
class Texts {
  readonly list: string[] = [];
  private readonly places = new Map<string, number>();

  placeOf(text: string): number {
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.list.push(text);
      this.places.set(text, place);
    }
    return place;
  }
}

type Rest = Partial<Omit<Transaction, 'lines'>> & { lines?: readonly number[] };

/** What few rows have, as JSON; "" when there is nothing. */
function restOf(t: Transaction): string {
  const rest: { -readonly [K in keyof Rest]: Rest[K] } = {};
  const first = t.lines[0] ?? -1;
  if (t.lines.length !== 1 || !(first >= 0 && first <= 0xffffffff)) rest.lines = t.lines;
  if (t.option) rest.option = t.option;
  if (t.priceCurrency !== undefined) rest.priceCurrency = t.priceCurrency;
  if (t.linksTo !== undefined) rest.linksTo = t.linksTo;
  if (t.settleDate !== undefined) rest.settleDate = t.settleDate;
  if (t.postedDate !== undefined) rest.postedDate = t.postedDate;
  if (t.id !== undefined) rest.id = t.id;
  if (t.ratio !== undefined) rest.ratio = t.ratio;
  if (t.accruedInterest !== undefined) rest.accruedInterest = t.accruedInterest;
  if (t.taxWithheld !== undefined) rest.taxWithheld = t.taxWithheld;
  if (t.marketValue !== undefined) rest.marketValue = t.marketValue;
  for (const _ in rest) return JSON.stringify(rest);
  return '';
}

interface Columns {
  readonly rows: number;
  readonly texts: readonly string[];
  readonly quantity: Float64Array;
  readonly price: Float64Array;
  readonly fees: Float64Array;
  readonly amount: Float64Array;
  readonly line: Uint32Array;
  /** date, type, symbol, currency, account, description, raw type, flags, file, rest. */
  readonly places: readonly Uint16Array[];
}

function columnsAt(buffer: ArrayBufferLike, start: number, rows: number): Omit<Columns, 'texts' | 'rows'> {
  const number = (i: number): Float64Array => new Float64Array(buffer, start + i * rows * 8, rows);
  const lineAt = start + NUMBERS * rows * 8;
  const textAt = lineAt + rows * 4;
  return {
    quantity: number(0),
    price: number(1),
    fees: number(2),
    amount: number(3),
    line: new Uint32Array(buffer, lineAt, rows),
    places: Array.from({ length: TEXTS }, (_, i) => new Uint16Array(buffer, textAt + i * rows * 2, rows)),
  };
}

const textPlaces = (t: Transaction, texts: Texts, put: (column: number, place: number) => void): void => {
  put(0, texts.placeOf(t.date));
  put(1, texts.placeOf(t.type));
  if (t.symbol !== null) put(2, texts.placeOf(t.symbol));
  put(3, texts.placeOf(t.currency));
  if (t.account !== null) put(4, texts.placeOf(t.account));
  put(5, texts.placeOf(t.description));
  put(6, texts.placeOf(t.rawType));
  if (t.flags.length > 0) put(7, texts.placeOf(JSON.stringify(t.flags)));
  put(8, texts.placeOf(t.file));
  const rest = restOf(t);
  if (rest !== '') put(9, texts.placeOf(rest));
};

/** Packs up to BLOCK_ROWS rows. @throws RangeError beyond that */
export function packBlock(rows: readonly Transaction[]): Uint8Array<ArrayBuffer> {
  const n = rows.length;
  if (n > BLOCK_ROWS) throw new RangeError(`${n} rows do not fit one block`);
  const texts = new Texts();
  const places = new Uint16Array(TEXTS * n);
  rows.forEach((t, i) => textPlaces(t, texts, (column, place) => (places[column * n + i] = place)));
  const text = new TextEncoder().encode(JSON.stringify(texts.list));
  const start = HEAD_BYTES + padded(text.length);
  const bytes = new Uint8Array(padded(start + n * (NUMBERS * 8 + 4 + TEXTS * 2)));
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, n, text.length]);
  bytes.set(text, HEAD_BYTES);
  const c = columnsAt(bytes.buffer, start, n);
  rows.forEach((t, i) => {
    c.quantity[i] = t.quantity;
    c.price[i] = t.price ?? Number.NaN;
    c.fees[i] = t.fees;
    c.amount[i] = t.amount;
    c.line[i] = t.lines[0] ?? 0;
  });
  c.places.forEach((column, i) => column.set(places.subarray(i * n, (i + 1) * n)));
  return bytes;
}

/** Rows in a block. @throws RangeError when the bytes are no block */
export function rowsInBlock(block: Uint8Array): number {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  if (block.byteLength < HEAD_BYTES || view.getUint32(0, true) !== MAGIC)
    throw new RangeError('these bytes are no block of rows');
  return view.getUint32(4, true);
}

function columnsOf(block: Uint8Array): Columns {
  // Columns of 8-byte numbers need an aligned start, which a part of a larger file need not have.
  const bytes = block.byteOffset % 8 === 0 ? block : block.slice();
  const rows = rowsInBlock(bytes);
  const textBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const texts = JSON.parse(
    new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + textBytes)),
  ) as string[];
  return {
    rows,
    texts,
    ...columnsAt(bytes.buffer, bytes.byteOffset + HEAD_BYTES + padded(textBytes), rows),
  };
}

/** One string object for equal texts across the blocks that are read with it. */
export type Interned = Map<string, string>;

const NO_FLAGS: readonly string[] = [];

/**
 * The rows of a block, as they were packed.
 * @param interned shares equal texts between blocks; pass the same map for all of them
 * @throws RangeError when the bytes are no block
 */
export function unpackBlock(block: Uint8Array, interned: Interned = new Map()): Transaction[] {
  const { rows, texts: own, places, ...c } = columnsOf(block);
  const texts = own.map((text) => {
    const known = interned.get(text);
    if (known !== undefined) return known;
    // Descriptions and ids may all differ; sharing them would only fill the map.
    if (text.length <= 64 && text.charCodeAt(0) !== 123) interned.set(text, text);
    return text;
  });
  const flags = new Map<number, readonly string[]>();
  const flagsAt = (place: number): readonly string[] => {
    if (place === 0) return NO_FLAGS;
    let list = flags.get(place);
    if (!list) flags.set(place, (list = JSON.parse(texts[place - 1] as string) as string[]));
    return list;
  };
  const at = (column: number, i: number): string =>
    texts[((places[column] as Uint16Array)[i] as number) - 1] as string;
  const orNull = (column: number, i: number): string | null =>
    (places[column] as Uint16Array)[i] === 0 ? null : at(column, i);
  const out: Transaction[] = [];
  for (let i = 0; i < rows; i++) {
    const price = c.price[i] as number;
    const row = {
      file: at(8, i),
      lines: [c.line[i] as number],
      date: at(0, i),
      type: at(1, i),
      symbol: orNull(2, i),
      quantity: c.quantity[i],
      price: Number.isNaN(price) ? null : price,
      fees: c.fees[i],
      amount: c.amount[i],
      currency: at(3, i),
      account: orNull(4, i),
      description: at(5, i),
      rawType: at(6, i),
      flags: flagsAt((places[7] as Uint16Array)[i] as number),
    } as unknown as Transaction; // the columns were filled from transactions; storage refuses foreign blocks
    const rest = orNull(9, i);
    out.push(rest === null ? row : { ...row, ...(JSON.parse(rest) as Rest) });
  }
  return out;
}
