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

/** Readings of one trained encoder: its gate as learned, or forced. */
export const GATES = ['learned', 'gate1', 'gate0'] as const;
export type GateSet = (typeof GATES)[number];
/** What a probe may be fitted on beside them. */
export const BASELINES = ['random', 'raw50', 'har', 'ewma', 'correlation', 'momentum'] as const;
export type Baseline = (typeof BASELINES)[number];
/** Sets of the shipped encoder and baselines; those of another seed are named "learned@2". */
export type FeatureSet = GateSet | Baseline;
export type AnySet = FeatureSet | `${GateSet}@${number}`;

/** Name of a reading of a seed. */
export const setOf = (gate: GateSet, seed: number): AnySet => `${gate}@${seed}`;

/** One asset at one date. */
export interface ProbeRow {
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly features: Readonly<Partial<Record<AnySet, Float32Array>>>;
  /** Learned gate of each seed, 1 = temporal. */
  readonly gates: Readonly<Record<number, number>>;
  /** 63-day volatility (ln) and correlation to the universe, known at the date: to sort rows by. */
  readonly level: { readonly volatility: number; readonly correlation: number };
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
  /** Trained encoders of all seeds; they share one set of scaling constants. */
  readonly seeds: readonly { readonly seed: number; readonly model: EncoderModel }[];
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

/** One encoding under the name of its feature set. */
type Variants = Readonly<Partial<Record<AnySet, Encoded>>>;

async function encodeAll(
  cell: Cell,
  date: IsoDate,
  symbols: readonly string[],
  models: ProbeModels,
): Promise<Variants> {
  const base = { panel: cell.panel, asOf: date, symbols, chronos: models.branch, cache: newEncodeCache() };
  const out: Partial<Record<AnySet, Encoded>> = {};
  for (const { seed, model } of models.seeds) {
    for (const gate of GATES) {
      const forced = gate === 'learned' ? {} : { gate: gate === 'gate1' ? (1 as const) : (0 as const) };
      out[setOf(gate, seed)] = await encodeUniverse({ ...base, encoder: model, ...forced });
    }
  }
  out.random = await encodeUniverse({ ...base, encoder: models.random });
  return out;
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
  const scaled = scaleMetadata(section, models.random.config.metadata);
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
    regime: (encoded.random as Encoded).regime,
    rows: rows.map((row, k) => ({
      symbol: panel.assets[row]?.symbol ?? '',
      assetClass: panel.assets[row]?.assetClass ?? 'equity',
      features: {
        ...Object.fromEntries(Object.entries(encoded).map(([set, e]) => [set, embedding(e as Encoded, k)])),
        raw50: scaled.slice(row * METADATA_COUNT, (row + 1) * METADATA_COUNT),
        har: harOf(tr, row),
        ewma: Float32Array.of(logEwma(tr, row)),
        correlation: Float32Array.of(number(row, 'corr_universe_126')),
        momentum: Float32Array.of(number(row, 'mom_252_21')),
      },
      gates: Object.fromEntries(
        models.seeds.map(({ seed }) => [seed, encoded[setOf('learned', seed)]?.gate[k] ?? NaN]),
      ),
      level: {
        volatility: number(row, 'log_vol_63'),
        correlation: number(row, 'corr_universe_126'),
      },
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
