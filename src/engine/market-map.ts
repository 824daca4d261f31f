import type { IsoDate } from '../core/iso-date.ts';
import { KeepfolioError } from '../core/errors.ts';
import { lastIndexOnOrBefore } from '../domain/market/as-of.ts';
import type { AssetClass, Panel } from '../domain/market/panel.ts';
import { isListedAt } from '../features/trailing-returns.ts';
import type { EncodeCache } from './encode-cache.ts';
import { encodeUniverse } from './encode.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';
import { principalPlane } from './principal-plane.ts';

/** The encoder attends over this many assets at most. */
export const MAP_ASSETS = 500;
const NEIGHBOURS = 3;

export interface MapPoint {
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly held: boolean;
  /** Along the first and second principal axis of the embeddings. */
  readonly x: number;
  readonly y: number;
  /** Learned gate, 1 = the encoder's own reading, 0 = Chronos'. */
  readonly gate: number;
  /** The assets with the most alike embeddings in all 64 numbers, nearest first. */
  readonly alike: readonly string[];
}

export interface MarketMap {
  readonly date: IsoDate;
  readonly points: readonly MapPoint[];
  /** Share of the embeddings' spread along each axis. */
  readonly explained: readonly [number, number];
  /** Assets of the bundle that are listed but did not fit. */
  readonly leftOut: number;
}

export interface MapRequest {
  readonly panel: Panel;
  readonly asOf: IsoDate;
  /** Symbols the person holds; those without prices are passed over. */
  readonly held: readonly string[];
  readonly encoder: EncoderModel;
  readonly chronos: FrozenBranch;
  readonly cache?: EncodeCache;
  /** Called after every batch of assets; what it throws stops the work. */
  readonly onAssets?: (done: number, total: number) => void | Promise<void>;
}

/** Rows of the nearest other points by Euclidean distance; ties by position. */
function nearest(rows: Float32Array, width: number, i: number, count: number): number[] {
  const n = rows.length / width;
  const away = Array.from({ length: n }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < width; k++)
      sum += ((rows[i * width + k] as number) - (rows[j * width + k] as number)) ** 2;
    return { j, sum };
  });
  return away
    .filter((a) => a.j !== i)
    .toSorted((a, b) => a.sum - b.sum || a.j - b.j)
    .slice(0, count)
    .map((a) => a.j);
}

/** Listed assets, the person's own first, at most MAP_ASSETS, in the bundle's order. */
function assetsOf(r: MapRequest, t: number): { readonly rows: readonly number[]; readonly leftOut: number } {
  const held = new Set(r.held);
  const listed = r.panel.assets.flatMap((_, i) => (isListedAt(r.panel, i, t) ? [i] : []));
  const isHeld = (i: number) => held.has(r.panel.assets[i]?.symbol ?? '');
  const picked = [...listed.filter(isHeld), ...listed.filter((i) => !isHeld(i))].slice(0, MAP_ASSETS);
  return { rows: picked.toSorted((a, b) => a - b), leftOut: listed.length - picked.length };
}

/**
 * The market as the encoder sees it: every listed asset's embedding in the plane of their largest spread.
 * @throws KeepfolioError "universe-unlisted", "branch-width"
 */
export async function marketMap(r: MapRequest): Promise<MarketMap> {
  const t = lastIndexOnOrBefore(r.panel.dates, r.asOf);
  const { rows, leftOut } = assetsOf(r, t);
  if (rows.length === 0)
    throw new KeepfolioError(
      'universe-unlisted',
      `Nothing in this market has a price at ${r.asOf}.`,
      'Choose another date.',
    );
  const assets = rows.map((i) => r.panel.assets[i] as Panel['assets'][number]);
  const encoded = await encodeUniverse({ ...r, symbols: assets.map((a) => a.symbol) });
  const { width } = r.encoder.config;
  const plane = principalPlane(encoded.embeddings, width);
  const held = new Set(r.held);
  const points = assets.map((a, i): MapPoint => ({
    symbol: a.symbol,
    name: a.name,
    assetClass: a.assetClass,
    held: held.has(a.symbol),
    x: plane.points[2 * i] as number,
    y: plane.points[2 * i + 1] as number,
    gate: encoded.gate[i] as number,
    alike: nearest(encoded.embeddings, width, i, NEIGHBOURS).map((j) => assets[j]?.symbol ?? ''),
  }));
  return { date: encoded.date, points, explained: plane.explained, leftOut };
}
