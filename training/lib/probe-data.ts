import type { IsoDate } from '../../src/core/iso-date.ts';
import { pcg32 } from '../../src/core/rng.ts';
import type { AssetClass, Panel } from '../../src/domain/market/panel.ts';
import { newEncodeCache } from '../../src/engine/encode-cache.ts';
import { encodeUniverse, type Encoded } from '../../src/engine/encode.ts';
import type { EncoderModel, FrozenBranch } from '../../src/engine/encoder-model.ts';
import { METADATA_COUNT, metadataIndex, metadataSection } from '../../src/features/metadata.ts';
import { scaleMetadata } from '../../src/features/metadata-scale.ts';
import { FLAT_STD, knownCount, lastDays } from '../../src/features/moments.ts';
import { trailingReturns, type TrailingReturns } from '../../src/features/trailing-returns.ts';
import { draw, HORIZON } from './encoder-samples.ts';
import { forwardTargets, TARGET_COUNT } from './forward-targets.ts';

/** What a probe may be fitted on. */
export const FEATURE_SETS = [
  'learned',
  'gate1',
  'gate0',
  'random',
  'raw50',
  'har',
  'ewma',
  'correlation',
  'momentum',
] as const;
export type FeatureSet = (typeof FEATURE_SETS)[number];

/** One asset at one date. */
export interface ProbeRow {
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly features: Readonly<Record<FeatureSet, Float32Array>>;
  /** Learned gate, 1 = temporal. */
  readonly gate: number;
  /** Trading days of history. */
  readonly history: number;
  /** TARGET_COUNT truths. */
  readonly targets: Float32Array;
}

export interface ProbeDay {
  readonly date: IsoDate;
  readonly regime: Float32Array;
  readonly rows: readonly ProbeRow[];
}

export interface ProbeModels {
  readonly learned: EncoderModel;
  readonly random: EncoderModel;
  readonly branch: FrozenBranch;
}

export interface Cell {
  readonly panel: Panel;
  readonly symbols: ReadonlySet<string>;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly everyDays: number;
  readonly seed: number;
}

const ASSETS = 96;
/** Days an asset must have been known for, so that every baseline is defined. */
const MIN_DAYS = 66;
const HAR_DAYS = [5, 22, 66] as const;
const DECAY = 0.94;

/** The frozen branch, remembering what it has embedded: four encoders ask for the same series. */
export function rememberingBranch(branch: FrozenBranch): FrozenBranch {
  let seen = new Map<string, Float32Array>();
  const key = (c: Float32Array) => `${c.length}|${c[0]}|${c.at(-1)}|${c.at(-2)}|${c.at(-3)}`;
  return {
    width: branch.width,
    async embed(closes) {
      if (seen.size > 2000) seen = new Map();
      const missing = closes.filter((c) => !seen.has(key(c)));
      const fresh = missing.length > 0 ? await branch.embed(missing) : new Float32Array(0);
      missing.forEach((c, i) => seen.set(key(c), fresh.slice(i * branch.width, (i + 1) * branch.width)));
      const out = new Float32Array(closes.length * branch.width);
      closes.forEach((c, i) => out.set(seen.get(key(c)) as Float32Array, i * branch.width));
      return out;
    },
  };
}

/** ln root mean square over the last days of a row. */
function logRms(tr: TrailingReturns, row: number, days: number): number {
  const s = lastDays(tr.r, row * tr.length, tr.length, days);
  let sum = 0;
  for (let d = s.from; d < s.to; d++) sum += Number.isNaN(s.x[d] as number) ? 0 : (s.x[d] as number) ** 2;
  return Math.log(Math.max(FLAT_STD, Math.sqrt(sum / Math.max(1, knownCount(s)))));
}

/** A week without a trade must not pull the regression to minus infinity: at least a tenth of the quarter's level. */
function harOf(tr: TrailingReturns, row: number): Float32Array {
  const floor = logRms(tr, row, MIN_DAYS) + Math.log(0.1);
  return Float32Array.from(HAR_DAYS, (days) => Math.max(floor, logRms(tr, row, days)));
}

function logEwma(tr: TrailingReturns, row: number): number {
  let variance = Math.exp(2 * logRms(tr, row, MIN_DAYS));
  for (let d = tr.length - MIN_DAYS; d < tr.length; d++) {
    const v = tr.r[row * tr.length + d] as number;
    if (!Number.isNaN(v)) variance = DECAY * variance + (1 - DECAY) * v * v;
  }
  return Math.log(Math.max(FLAT_STD, Math.sqrt(variance)));
}

function candidates(cell: Cell, tr: TrailingReturns): number[] {
  return cell.panel.assets.flatMap((a, i) => {
    if (!cell.symbols.has(a.symbol)) return [];
    const known = knownCount(lastDays(tr.r, i * tr.length, tr.length, MIN_DAYS)) >= MIN_DAYS - 4;
    return known && !Number.isNaN(tr.r[(i + 1) * tr.length - 1] as number) ? [i] : [];
  });
}

interface Variants {
  readonly learned: Encoded;
  readonly gate1: Encoded;
  readonly gate0: Encoded;
  readonly random: Encoded;
}

async function encodeAll(
  cell: Cell,
  date: IsoDate,
  symbols: readonly string[],
  models: ProbeModels,
): Promise<Variants> {
  const cache = newEncodeCache();
  const base = { panel: cell.panel, asOf: date, symbols, chronos: models.branch, cache };
  return {
    learned: await encodeUniverse({ ...base, encoder: models.learned }),
    gate1: await encodeUniverse({ ...base, encoder: models.learned, gate: 1 }),
    gate0: await encodeUniverse({ ...base, encoder: models.learned, gate: 0 }),
    random: await encodeUniverse({ ...base, encoder: models.random }),
  };
}

async function probeDay(cell: Cell, t: number, models: ProbeModels): Promise<ProbeDay | null> {
  const { panel } = cell;
  const tr = trailingReturns(panel, t, 252);
  const rows = draw(candidates(cell, tr), ASSETS, pcg32(cell.seed, t));
  if (rows.length < 10) return null;
  const date = panel.dates[t] as IsoDate;
  const encoded = await encodeAll(
    cell,
    date,
    rows.map((i) => panel.assets[i]?.symbol ?? ''),
    models,
  );
  const section = metadataSection(panel, t, tr);
  const scaled = scaleMetadata(section, models.learned.config.metadata);
  const number = (row: number, name: string) =>
    section.raw[row * METADATA_COUNT + metadataIndex(name)] as number;
  const ahead = trailingReturns(panel, t + HORIZON, HORIZON);
  const targets = forwardTargets(
    ahead,
    rows,
    rows.map((row) => logRms(tr, row, 63) + Math.log(Math.sqrt(252))),
  );
  const embedding = (e: Encoded, k: number) => e.embeddings.slice(k * 64, (k + 1) * 64);
  return {
    date,
    regime: encoded.learned.regime,
    rows: rows.map((row, k) => ({
      symbol: panel.assets[row]?.symbol ?? '',
      assetClass: panel.assets[row]?.assetClass ?? 'equity',
      features: {
        learned: embedding(encoded.learned, k),
        gate1: embedding(encoded.gate1, k),
        gate0: embedding(encoded.gate0, k),
        random: embedding(encoded.random, k),
        raw50: scaled.slice(row * METADATA_COUNT, (row + 1) * METADATA_COUNT),
        har: harOf(tr, row),
        ewma: Float32Array.of(logEwma(tr, row)),
        correlation: Float32Array.of(number(row, 'corr_universe_126')),
        momentum: Float32Array.of(number(row, 'mom_252_21')),
      },
      gate: encoded.learned.gate[k] as number,
      history: Math.exp(number(row, 'log_history')),
      targets: targets.slice(k * TARGET_COUNT, (k + 1) * TARGET_COUNT),
    })),
  };
}

/** Rows of a cell: up to 96 of its listed symbols, drawn anew every `everyDays` days. */
export async function probeCell(
  cell: Cell,
  models: ProbeModels,
  onProgress: (done: number, total: number) => void,
): Promise<ProbeDay[]> {
  const days: number[] = [];
  const first = cell.panel.dates.findIndex((d) => d >= cell.from);
  for (let t = Math.max(260, first); t + HORIZON < cell.panel.dates.length; t += cell.everyDays) {
    if ((cell.panel.dates[t + HORIZON] as IsoDate) <= cell.to) days.push(t);
  }
  const out: ProbeDay[] = [];
  for (const [i, t] of days.entries()) {
    const day = await probeDay(cell, t, models);
    if (day) out.push(day);
    onProgress(i + 1, days.length);
  }
  return out;
}
