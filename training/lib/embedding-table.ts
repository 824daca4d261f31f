import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IsoDate } from '../../src/core/iso-date.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { encodeUniverse } from '../../src/engine/encode.ts';
import type { EncoderModel, FrozenBranch } from '../../src/engine/encoder-model.ts';
import type { GateOptions } from '../../src/models/encoder/encoder.ts';
import { fromParams } from '../../src/models/nn/params.ts';
import { ROOT } from './paths.ts';

/** Embeddings of a fixed list of symbols at some dates, since the encoder is frozen: computed once, read often. */
export interface EmbeddingTable {
  readonly symbols: readonly string[];
  readonly dates: readonly IsoDate[];
  /** D*N*64; zeros where a symbol is not listed at the date. */
  readonly embeddings: Float32Array;
  /** D*8 */
  readonly regime: Float32Array;
  /** D*64 */
  readonly market: Float32Array;
  /** D*N, 1 = temporal state, 0 = frozen branch. */
  readonly gate: Float32Array;
  /** D*N: 1 where listed. */
  readonly listed: Uint8Array;
}

export interface TableRequest extends GateOptions {
  readonly panel: Panel;
  /** Trading days of the panel, ascending; see `weeklyDates`. */
  readonly dates: readonly IsoDate[];
  readonly symbols: readonly string[];
  readonly encoder: EncoderModel;
  readonly chronos: FrozenBranch;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Every fifth trading day of the panel between two dates, beginning at `from`. */
export function weeklyDates(panel: Panel, from: IsoDate, to: IsoDate): IsoDate[] {
  return panel.dates.filter((d) => d >= from && d <= to).filter((_, i) => i % 5 === 0);
}

const FIELDS = ['embeddings', 'regime', 'market', 'gate'] as const;

async function keyOf(r: TableRequest): Promise<string> {
  const hash = createHash('sha256');
  for (const [name, t] of Object.entries(await fromParams(r.encoder.params))) {
    hash.update(name);
    hash.update(Buffer.from(t.data.buffer, t.data.byteOffset, t.data.byteLength));
  }
  // The frozen branch has no weights to hash here: a probe of it stands for them.
  const probe = await r.chronos.embed([Float32Array.from({ length: 64 }, (_, i) => 10 + Math.sin(i))]);
  hash.update(Buffer.from(probe.buffer, probe.byteOffset, probe.byteLength));
  const { panel } = r;
  const sum = panel.close.reduce((a, b, i) => a + b * ((i % 97) + 1), 0);
  hash.update(
    JSON.stringify([
      r.dates,
      r.symbols,
      r.gate ?? null,
      panel.assets.map((a) => a.symbol),
      panel.dates.length,
      sum,
    ]),
  );
  return hash.digest('hex').slice(0, 16);
}

/** A slice of the file as its own array. */
function block(file: Buffer, at: number, count: number): Float32Array {
  const from = file.byteOffset + at;
  return new Float32Array(file.buffer.slice(from, from + 4 * count) as ArrayBuffer);
}

function load(path: string, r: TableRequest, width: number): EmbeddingTable {
  const file = readFileSync(path);
  const [d, n] = [r.dates.length, r.symbols.length];
  const sizes = [d * n * width, d * 8, d * width, d * n];
  const starts = sizes.map((_, i) => 4 * sizes.slice(0, i).reduce((a, b) => a + b, 0));
  const [embeddings, regime, market, gate] = sizes.map((s, i) => block(file, starts[i] as number, s)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const listed = Uint8Array.from(file.subarray(file.byteLength - d * n));
  return { symbols: r.symbols, dates: r.dates, embeddings, regime, market, gate, listed };
}

function save(path: string, table: EmbeddingTable): void {
  const bytes = (a: Float32Array | Uint8Array) => Buffer.from(a.buffer, a.byteOffset, a.byteLength);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, Buffer.concat([...FIELDS.map((f) => bytes(table[f])), bytes(table.listed)]));
  renameSync(`${path}.tmp`, path);
}

/**
 * Embeds the symbols at every date (attention over those of them that are listed) and keeps the result in `.cache/`
 * under a key of weights, dates, symbols and prices. About 1 to 3 ms per asset and date the first time.
 * @throws KeepfolioError "symbol-unknown", "universe-unlisted", …
 */
export async function embeddingTable(r: TableRequest): Promise<EmbeddingTable> {
  const width = r.encoder.config.width;
  const path = join(ROOT, '.cache', `embeddings-${await keyOf(r)}.bin`);
  if (existsSync(path)) return load(path, r, width);
  const [d, n] = [r.dates.length, r.symbols.length];
  const table: EmbeddingTable = {
    symbols: r.symbols,
    dates: r.dates,
    embeddings: new Float32Array(d * n * width),
    regime: new Float32Array(d * 8),
    market: new Float32Array(d * width),
    gate: new Float32Array(d * n),
    listed: new Uint8Array(d * n),
  };
  for (const [i, asOf] of r.dates.entries()) {
    const { panel, symbols, encoder, chronos } = r;
    const gate = r.gate === undefined ? {} : { gate: r.gate };
    const out = await encodeUniverse({ panel, asOf, symbols, encoder, chronos, ...gate });
    table.embeddings.set(out.embeddings, i * n * width);
    table.regime.set(out.regime, i * 8);
    table.market.set(out.market, i * width);
    table.gate.set(out.gate, i * n);
    table.listed.set(out.listed, i * n);
    r.onProgress?.(i + 1, d);
  }
  save(path, table);
  return table;
}
