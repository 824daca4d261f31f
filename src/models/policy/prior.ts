import { columnIndex, EXPERT_COUNT, type PolicyConfig } from './config.ts';

/**
 * Where learning starts: each expert is a simple rule over named columns, so that its name is true from the
 * first step and a short training improves on something sensible. All of it is trainable afterwards.
 * Order of the four numbers: momentum, growth, defensive, taxAware. Anchors, tilts and urgencies were chosen
 * among some hundred draws on the training years and on 2018-2020, training tickers only.
 */
const ASSET_PRIOR: Readonly<Record<string, readonly [number, number, number, number]>> = {
  // Anchor on today's weight: 1 = leave the proportions alone, 0 = forget them (and spread evenly).
  logWeight: [0.1, 0.3, 0.5, 0],
  // Anchor on the portfolio the plan began with: what tracking is measured against.
  logStart: [0, 0, 0, 1],
  // Growth trims what has grown much, where the tax on it is small.
  unrealisedGain: [0, -0.8, 0, 0],
  momentumRank: [0.2, 0.15, 0, 0],
  // Winners of the year are bought on a weak month: the last month reverses (Jegadeesh 1990).
  momentum1: [-0.5, 0, 0, 0],
  logVol: [0, 0.1, -0.9, 0],
  isBond: [-0.3, -0.8, 0.5, 0],
  // What would be taxed when sold: momentum takes its profits, the patient ones let them run.
  saleTax: [-2, 0.3, 0, 0.2],
  harvestFlag: [0, 0, 0, -3],
  harvestLoss: [0, 0, 0, -1.2],
  // A little bought in every free week would keep every wash window open.
  noBuy: [0, 0, 0, -4],
};

const CASH_PRIOR: Readonly<Record<string, readonly [number, number, number, number]>> = {
  logCash: [0.2, 0.2, 0.5, 1],
};
/** Before log N is added: -3 is about 5 % of an equal share per asset. */
const CASH_BIAS = [-4, -3, -0.7, -1.2] as const;
/** Before the sigmoid: about 92 %, 50 %, 25 % and 80 % of the way each week. */
const URGENCY_BIAS = [2.5, 0, -1.1, 1.4] as const;

const STRONG = 3;
/**
 * Objective -> expert, rows in the order of OBJECTIVES. The momentum expert is as bold as short-term gain wants it; alpha, which
 * pays for every step away from 1/N, takes half of it.
 */
const ROUTER_PRIOR: readonly (readonly [number, number, number, number])[] = [
  [2, 2, 0, 0],
  [STRONG + 1, 0, 0, 0],
  [1, STRONG, 0, 0],
  [0, 0, STRONG, 0],
  [0, 0, 0, STRONG],
  [0, STRONG, 0, 2],
];

function matrix(columns: readonly string[], rows: typeof ASSET_PRIOR): Float32Array {
  const out = new Float32Array(columns.length * EXPERT_COUNT);
  for (const [name, values] of Object.entries(rows))
    out.set(values, columnIndex(columns, name) * EXPERT_COUNT);
  return out;
}

/** (A, 4): per-asset score of each expert from the asset columns. */
export const assetPrior = (config: PolicyConfig): Float32Array => matrix(config.assetColumns, ASSET_PRIOR);
/** (G, 4): cash score of each expert from the account columns. */
export const cashPrior = (config: PolicyConfig): Float32Array => matrix(config.globalColumns, CASH_PRIOR);
export const cashBias = (): Float32Array => Float32Array.from(CASH_BIAS);
export const urgencyBias = (): Float32Array => Float32Array.from(URGENCY_BIAS);
/** (6, 4): router logits of the pure objectives. */
export const routerPrior = (): Float32Array => Float32Array.from(ROUTER_PRIOR.flat());
