import { BLOCK_ROWS, packBlock, rowsInBlock, unpackBlock, type Interned } from './row-block.ts';
import type { Transaction } from './transaction.ts';

/** Any number of brokers' rows, packed in blocks (see row-block.ts) and in their order. */
export interface PackedRows {
  readonly length: number;
  readonly blocks: readonly Uint8Array<ArrayBuffer>[];
}

export const NO_ROWS: PackedRows = { length: 0, blocks: [] };

/** Takes rows one after the other and packs them block by block. */
export class RowPacker {
  private open: Transaction[] = [];
  private readonly blocks: Uint8Array<ArrayBuffer>[] = [];
  private length = 0;

  push(row: Transaction): void {
    this.length++;
    if (this.open.push(row) === BLOCK_ROWS) this.close();
  }

  private close(): void {
    if (this.open.length === 0) return;
    this.blocks.push(packBlock(this.open));
    this.open = [];
  }

  /** What was pushed; the packer is used up. */
  finish(): PackedRows {
    this.close();
    return { length: this.length, blocks: this.blocks };
  }
}

/** Packs rows, pausing after each block; yields the rows done so far. */
export function* packSteps(rows: readonly Transaction[]): Generator<number, PackedRows> {
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < rows.length; at += BLOCK_ROWS) {
    blocks.push(packBlock(rows.slice(at, at + BLOCK_ROWS)));
    yield Math.min(rows.length, at + BLOCK_ROWS);
  }
  return { length: rows.length, blocks };
}

/** Packs rows at once. */
export function packRows(rows: readonly Transaction[]): PackedRows {
  const steps = packSteps(rows);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Blocks as they were stored. @throws RangeError when one of them is no block */
export const rowsOfBlocks = (blocks: readonly Uint8Array<ArrayBuffer>[]): PackedRows => ({
  length: blocks.reduce((sum, block) => sum + rowsInBlock(block), 0),
  blocks,
});

/** Several lists, one after the other. */
export const joinRows = (parts: readonly PackedRows[]): PackedRows => ({
  length: parts.reduce((sum, part) => sum + part.length, 0),
  blocks: parts.flatMap((part) => part.blocks),
});

/** The rows block by block; equal texts are one string throughout. */
export function* eachBlock(rows: PackedRows): Generator<Transaction[]> {
  const interned: Interned = new Map();
  for (const block of rows.blocks) yield unpackBlock(block, interned);
}

/** All rows as objects: for work that needs them all at once, and to be let go after it. */
export function unpackRows(rows: PackedRows): Transaction[] {
  const out: Transaction[] = [];
  for (const block of eachBlock(rows)) for (const row of block) out.push(row);
  return out;
}

/** The rows from one place on, at most `count`; only the blocks they are in are unpacked. */
export function rowsBetween(rows: PackedRows, from: number, count: number): Transaction[] {
  const out: Transaction[] = [];
  let start = 0;
  for (const block of rows.blocks) {
    const end = start + rowsInBlock(block);
    if (end > from && start < from + count)
      out.push(...unpackBlock(block).slice(Math.max(0, from - start), from + count - start));
    if (end >= from + count) break;
    start = end;
  }
  return out;
}

/** Rows as parts of one file; `rowsOfFile` reads them back. */
export function fileParts(rows: PackedRows): Uint8Array<ArrayBuffer>[] {
  // Eight bytes before each block keep the blocks aligned.
  return rows.blocks.flatMap((block) => [
    new Uint8Array(new Uint32Array([block.byteLength, 0]).buffer),
    block,
  ]);
}

/** @throws RangeError when the bytes are not what `fileParts` gave */
export function rowsOfFile(bytes: Uint8Array<ArrayBuffer>): PackedRows {
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const size = view.getUint32(at, true);
    blocks.push(bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size;
  }
  return rowsOfBlocks(blocks);
}
