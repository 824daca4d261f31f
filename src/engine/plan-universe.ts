import { lastIndexOnOrBefore } from '../domain/market/as-of.ts';
import type { AssetClass, AssetMeta, Panel } from '../domain/market/panel.ts';
import type { IsoDate } from '../core/iso-date.ts';

/** Days of returns two assets are compared over. */
const COMPARE_DAYS = 126;
const HISTORY_DAYS = 252;
/** Kinds of broad funds offered beside what the person holds. */
const BROAD: readonly AssetClass[] = ['equityFund', 'bond'];
const MOST_SUBSTITUTES = 8;

/** Row of a broker's symbol in the market: as it is, with a dash for a class, or as a coin's dollar pair; -1 = none. */
export function marketRow(rows: ReadonlyMap<string, number>, symbol: string): number {
  return rows.get(symbol) ?? rows.get(symbol.replace(/[./ ]/g, '-')) ?? rows.get(`${symbol}-USD`) ?? -1;
}

/** Last close within five days of day t; 0 = not listed. */
export function closeNear(panel: Panel, row: number, t: number): number {
  const base = row * panel.dates.length;
  for (let d = t; d > t - 5 && d >= 0; d--) {
    const c = panel.close[base + d] as number;
    if (c > 0) return c;
  }
  return 0;
}

function logReturns(panel: Panel, row: number, t: number): Float64Array | null {
  const base = row * panel.dates.length;
  if (
    t < HISTORY_DAYS ||
    closeNear(panel, row, t) <= 0 ||
    !((panel.close[base + t - HISTORY_DAYS + 1] as number) > 0)
  )
    return null;
  const out = new Float64Array(COMPARE_DAYS);
  for (let k = 0; k < COMPARE_DAYS; k++) {
    const a = panel.close[base + t - k - 1] as number;
    const b = panel.close[base + t - k] as number;
    out[k] = a > 0 && b > 0 ? Math.log(b / a) : 0;
  }
  return out;
}

function correlation(x: Float64Array, y: Float64Array): number {
  let sx = 0,
    sy = 0,
    xx = 0,
    yy = 0,
    xy = 0;
  const n = x.length;
  for (let k = 0; k < n; k++) {
    const a = x[k] as number;
    const b = y[k] as number;
    sx += a;
    sy += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const den = Math.sqrt((xx - (sx * sx) / n) * (yy - (sy * sy) / n));
  return den > 0 ? (xy - (sx * sy) / n) / den : 0;
}

/** Two funds this alike may be "substantially identical": never offered as each other's substitute. */
const TOO_ALIKE = 0.995;

/** The asset of the same class and sector that moved most like `row`, without being nearly the same thing. */
function substitute(
  panel: Panel,
  row: number,
  t: number,
  taken: ReadonlySet<number>,
  isAllowed: (a: AssetMeta) => boolean,
): number {
  const own = logReturns(panel, row, t);
  if (!own) return -1;
  const meta = panel.assets[row] as AssetMeta;
  let best = -1;
  let bestMatch = 0;
  for (let i = 0; i < panel.assets.length; i++) {
    const a = panel.assets[i] as AssetMeta;
    if (
      taken.has(i) ||
      a.assetClass !== meta.assetClass ||
      a.isFund !== meta.isFund ||
      a.sector !== meta.sector ||
      !isAllowed(a)
    )
      continue;
    const other = logReturns(panel, i, t);
    const match = other ? correlation(own, other) : 0;
    if (match > bestMatch && match < TOO_ALIKE) {
      bestMatch = match;
      best = i;
    }
  }
  return best;
}

/** The fund of a class that moves most like the average of its class: as broad as the market has. */
function broadFund(
  panel: Panel,
  assetClass: AssetClass,
  t: number,
  isAllowed: (a: AssetMeta) => boolean,
): number {
  const members = panel.assets.flatMap((a, i) =>
    a.assetClass === assetClass && a.isFund && isAllowed(a) ? [i] : [],
  );
  const series = members.map((i) => logReturns(panel, i, t));
  const mean = new Float64Array(COMPARE_DAYS);
  for (const s of series) s?.forEach((r, k) => (mean[k] = (mean[k] as number) + r));
  let best = -1;
  let bestMatch = 0;
  series.forEach((s, m) => {
    const match = s ? correlation(s, mean) : 0;
    if (match > bestMatch) {
      bestMatch = match;
      best = members[m] as number;
    }
  });
  return best;
}

export interface UniverseRequest {
  readonly panel: Panel;
  readonly asOf: IsoDate;
  /** Market rows of what is held, and of what the person would like to see in it. */
  readonly held: readonly number[];
  readonly wanted: readonly number[];
  /** Held rows that stand at a loss worth harvesting, largest first: each is offered a stand-in. */
  readonly losers: readonly number[];
  readonly isAllowed: (a: AssetMeta) => boolean;
}

/**
 * Rows the plan may hold: what is held and wanted, one broad share fund and one broad bond fund, and for each position at a
 * loss the nearest asset to take its place. Reads closes up to `asOf` only.
 */
export function planUniverse(r: UniverseRequest): number[] {
  const t = lastIndexOnOrBefore(r.panel.dates, r.asOf);
  const isListed = (i: number): boolean => closeNear(r.panel, i, t) > 0;
  const rows = new Set([...r.held, ...r.wanted.filter(isListed)]);
  for (const c of BROAD) {
    const has = [...rows].some((i) => r.panel.assets[i]?.assetClass === c);
    const fund = has ? -1 : broadFund(r.panel, c, t, r.isAllowed);
    if (fund >= 0) rows.add(fund);
  }
  for (const loser of r.losers.slice(0, MOST_SUBSTITUTES)) {
    const stand = substitute(r.panel, loser, t, rows, r.isAllowed);
    if (stand >= 0) rows.add(stand);
  }
  return [...rows];
}
