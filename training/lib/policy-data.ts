import type { IsoDate } from '../../src/core/iso-date.ts';
import { pcg32 } from '../../src/core/rng.ts';
import { lastIndexOnOrBefore } from '../../src/domain/market/as-of.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import type { EncoderModel, FrozenBranch } from '../../src/engine/encoder-model.ts';
import { regimeFeatures } from '../../src/features/regime.ts';
import { drawWithout } from '../../src/sim/markets/tape.ts';
import { weeklyTable, type WeeklyTable } from '../../src/sim/markets/weekly-table.ts';
import type { EmbeddingRows } from '../ppo.ts';
import { embeddingTable } from './embedding-table.ts';
import { loadFullPanel, loadTrainingPanel, restrictPanel } from './market-data.ts';
import { marketSides } from './policy-market.ts';

/**
 * Cells of the data: A = training tickers and dates, V = training tickers on the validation dates,
 * B = training tickers on test dates, D = held-out tickers on test dates (the headline),
 * W = training tickers on training and validation dates together, for the walk-forward.
 */
export type Cell = 'A' | 'V' | 'B' | 'D' | 'W';

export interface PolicyData {
  readonly table: WeeklyTable;
  /** First week that belongs to the cell; earlier ones are history for rules that look back. */
  readonly firstWeek: number;
  readonly embeddings: EmbeddingRows;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly tickers: number;
  readonly cell: Cell;
}

/** The frozen phase-1 models, or null to train and evaluate without embeddings (zeros). */
export type Encoders = { readonly encoder: EncoderModel; readonly chronos: FrozenBranch } | null;

export const EMBEDDING_WIDTH = 64;
/** Trading days an embedding stands until the next is computed (time is short for training's seventeen years). */
export const EMBEDDING_STEP: Readonly<Record<Cell, number>> = { A: 40, V: 20, B: 20, D: 20, W: 40 };
/** Attention runs over about as many assets as a person's universe has. */
const GROUP = 40;
/** Days before the first weekly row (the numbers look back a year), and before the cell begins (rules look back two years). */
const WARM_UP_DAYS = 260;
const HISTORY_DAYS = 800;

interface CellPanel {
  readonly panel: Panel;
  readonly full: Panel;
  readonly from: IsoDate;
  readonly to: IsoDate;
}

function panelOf(cell: Cell): CellPanel {
  const all = cell === 'B' || cell === 'D' ? loadFullPanel() : loadTrainingPanel();
  const { dates, heldoutTickers } = all;
  const ranges: Record<Cell, [IsoDate, IsoDate]> = {
    A: [dates.trainStart, dates.validationFrom],
    V: [dates.validationFrom, dates.validationTo],
    B: [dates.testStart, dates.testEnd],
    D: [dates.testStart, dates.testEnd],
    W: [dates.trainStart, dates.validationTo],
  };
  const [from, to] = ranges[cell];
  const isWanted = (s: string): boolean => (cell === 'D' ? heldoutTickers.has(s) : !heldoutTickers.has(s));
  const start = Math.max(0, lastIndexOnOrBefore(all.panel.dates, from) - HISTORY_DAYS);
  const panel = restrictPanel(all.panel, isWanted, all.panel.dates[start] as IsoDate, to);
  return { panel, full: all.panel, from, to };
}

/** Row numbers of embeddings: (embedding date, asset) -> date·assets + asset. */
async function embed(
  c: CellPanel,
  encoders: Encoders,
  firstDay: number,
  step: number,
): Promise<{ rows: EmbeddingRows; rowAt: (asset: number, day: number) => number }> {
  const { panel } = c;
  if (!encoders)
    return { rows: { data: new Float32Array(EMBEDDING_WIDTH), width: EMBEDDING_WIDTH }, rowAt: () => -1 };
  const days: number[] = [];
  for (let t = firstDay; t < panel.dates.length; t += step) days.push(t);
  const n = panel.assets.length;
  const data = new Float32Array(days.length * n * EMBEDDING_WIDTH);
  const hasRow = new Uint8Array(days.length * n);
  const all = panel.assets.map((_, i) => i);
  const order = drawWithout(all, n, pcg32(17));
  for (let g = 0; g < order.length; g += GROUP) {
    const group = order.slice(g, g + GROUP);
    // A whole group may be unlisted early on: only its listed dates are asked for.
    const listed = days.filter((t) =>
      group.some((a) => (panel.close[a * panel.dates.length + t] as number) > 0),
    );
    const symbols = group.map((a) => (panel.assets[a] as Panel['assets'][number]).symbol);
    const dates = listed.map((t) => panel.dates[t] as IsoDate);
    const table = await embeddingTable({ panel, dates, symbols, ...encoders });
    listed.forEach((t, i) => {
      const d = days.indexOf(t);
      group.forEach((a, j) => {
        if (!table.listed[i * group.length + j]) return;
        const from = (i * group.length + j) * EMBEDDING_WIDTH;
        data.set(table.embeddings.subarray(from, from + EMBEDDING_WIDTH), (d * n + a) * EMBEDDING_WIDTH);
        hasRow[d * n + a] = 1;
      });
    });
    process.stderr.write(`embeddings ${Math.min(g + GROUP, order.length)}/${order.length} assets\n`);
  }
  const rowAt = (asset: number, day: number): number => {
    const row = Math.floor((day - firstDay) / step) * n + asset;
    return day >= firstDay && hasRow[row] ? row : -1;
  };
  return { rows: { data, width: EMBEDDING_WIDTH }, rowAt };
}

/** The assets universes are drawn from: all, up to a limit, a third of them funds. The draw is seeded and blind to returns. */
function drawAssets(panel: Panel, limit: number): Set<string> {
  const all = panel.assets.map((_, i) => i);
  const isFund = (i: number): boolean => (panel.assets[i] as Panel['assets'][number]).isFund;
  const rng = pcg32(23);
  const funds = drawWithout(all.filter(isFund), Math.ceil(limit / 3), rng);
  const rest = drawWithout(
    all.filter((i) => !isFund(i)),
    limit - funds.length,
    rng,
  );
  return new Set([...funds, ...rest].map((i) => (panel.assets[i] as Panel['assets'][number]).symbol));
}

/**
 * The weekly table of a cell with embeddings and regime. Assets beyond `assetLimit` are left out (time, not principle).
 */
export async function policyData(cell: Cell, encoders: Encoders, assetLimit: number): Promise<PolicyData> {
  const c = panelOf(cell);
  const { full } = c;
  const wanted = drawAssets(c.panel, assetLimit);
  const last = c.panel.dates.at(-1) as IsoDate;
  const panel = restrictPanel(c.panel, (s) => wanted.has(s), c.panel.dates[0] as IsoDate, last);
  const firstDay = Math.min(WARM_UP_DAYS, panel.dates.length - 1);
  const cellDay = Math.max(
    firstDay,
    panel.dates.findIndex((d) => d >= c.from),
  );
  const { rows, rowAt } = await embed({ ...c, panel }, encoders, cellDay, EMBEDDING_STEP[cell]);
  const sides = marketSides(panel);
  const table = weeklyTable(panel, {
    firstDay,
    embeddingRowAt: rowAt,
    cashReturnAt: sides.cashReturnAt,
    isEligible: sides.isEligible,
    regimeAt: (t) => regimeFeatures(full, lastIndexOnOrBefore(full.dates, panel.dates[t] as IsoDate)),
  });
  const firstWeek = Math.max(
    0,
    table.dayIndex.findIndex((t) => t >= cellDay),
  );
  return { table, firstWeek, embeddings: rows, from: c.from, to: c.to, tickers: wanted.size, cell };
}
