/** A person's decisions with what the frozen policy says about them. D decisions, N assets, 4 experts. */
export interface ChoiceSource {
  readonly count: number;
  readonly assets: number;
  /** (D, 4, N) expert scores, computed once. */
  readonly scores: Float32Array;
  /** (D, N+1) weights on the eve and their change, cash last. */
  readonly before: Float32Array;
  readonly change: Float32Array;
  /** (D, N) 1 = could be traded. */
  readonly mask: Float32Array;
  /** (D, N, A) and (D, G): the policy's own columns; the first eight of the account's are the regime. */
  readonly asset: Float32Array;
  readonly global: Float32Array;
}

/** What the choice network reads of a person's decisions. D decisions, N assets. */
export interface ChoiceInputs {
  /** (D, N, F) */
  readonly asset: Float32Array;
  readonly assetWidth: number;
  /** (D, C) */
  readonly context: Float32Array;
  readonly contextWidth: number;
  /** (D, 2N) shares of the day's dollars: for each asset bought, then sold; rows sum to 1. */
  readonly shares: Float32Array;
  /** (D, 2N) 1 = could be bought, could be sold. */
  readonly open: Float32Array;
}

/** Columns added per asset: what the policy wants under each goal beyond its mean, and the person's own history with it. */
const GOALS = 6;
const HISTORY_NAMES = ['ownBought', 'ownSold', 'ownLateBought', 'ownLateSold'] as const;
const HISTORY = HISTORY_NAMES.length;
/** Columns added per decision: how the person has lately traded. */
const HABIT_NAMES = ['ownSaleShare', 'ownBreadth', 'ownSeen'] as const;
const HABITS = HABIT_NAMES.length;
/** What is left of a memory after each further decision. */
const MEMORY = 0.75;

/** Names of the columns per option of the choice network, in order: those of an asset, then those of the day. */
export const choiceColumnNames = (asset: readonly string[], account: readonly string[]): string[] => [
  ...asset,
  ...Array.from({ length: GOALS }, (_, k) => `wish${k}`),
  ...HISTORY_NAMES,
  ...account,
  ...HABIT_NAMES,
];

/** Columns per option of the choice network. */
export const choiceWidth = (assetColumns: number, accountColumns: number): number =>
  assetColumns + GOALS + HISTORY + accountColumns + HABITS;

/** Running record of what this person has done, up to and without the decision at hand. */
class Memory {
  readonly bought: Float32Array;
  readonly sold: Float32Array;
  readonly lateBought: Float32Array;
  readonly lateSold: Float32Array;
  saleShare = 0;
  breadth = 0;
  seen = 0;

  constructor(assets: number) {
    this.bought = new Float32Array(assets);
    this.sold = new Float32Array(assets);
    this.lateBought = new Float32Array(assets);
    this.lateSold = new Float32Array(assets);
  }

  take(shares: Float32Array, at: number): void {
    let names = 0;
    let sales = 0;
    for (let n = 0; n < this.bought.length; n++) {
      const bought = shares[at + 2 * n] as number;
      const sold = shares[at + 2 * n + 1] as number;
      if (bought > 0) this.bought[n] = (this.bought[n] as number) + 1;
      if (sold > 0) this.sold[n] = (this.sold[n] as number) + 1;
      this.lateBought[n] = MEMORY * (this.lateBought[n] as number) + (bought > 0 ? 1 : 0);
      this.lateSold[n] = MEMORY * (this.lateSold[n] as number) + (sold > 0 ? 1 : 0);
      names += bought > 0 || sold > 0 ? 1 : 0;
      sales += sold;
    }
    this.seen += 1;
    const rate = Math.max(1 - MEMORY, 1 / this.seen);
    this.saleShare += rate * (sales - this.saleShare);
    this.breadth += rate * (Math.log(Math.max(1, names)) - this.breadth);
  }
}

function writeShares(d: ChoiceSource, t: number, shares: Float32Array, open: Float32Array): void {
  const { assets: N } = d;
  let sum = 0;
  for (let n = 0; n < N; n++) sum += Math.abs(d.change[t * (N + 1) + n] as number);
  for (let n = 0; n < N; n++) {
    const moved = d.change[t * (N + 1) + n] as number;
    const at = t * 2 * N + 2 * n;
    const priced = (d.mask[t * N + n] as number) > 0;
    const held = (d.before[t * (N + 1) + n] as number) > 1e-6;
    if (sum > 0) shares[at + (moved > 0 ? 0 : 1)] = Math.abs(moved) / sum;
    // What was traded could be traded, whatever the mask says.
    open[at] = priced || moved > 0 ? 1 : 0;
    open[at + 1] = (priced && held) || moved < 0 ? 1 : 0;
  }
}

/** What the policy, asked for goal k, wants of each asset beyond the mean: the experts' scores as its router weighs them. */
function policyWish(d: ChoiceSource, t: number, router: Float32Array, k: number, out: Float32Array): void {
  const { assets: N } = d;
  out.fill(0);
  for (let e = 0; e < 4; e++) {
    const weight = router[(k * d.count + t) * 4 + e] as number;
    const at = (t * 4 + e) * N;
    for (let n = 0; n < N; n++) out[n] = (out[n] as number) + weight * (d.scores[at + n] as number);
  }
  let mean = 0;
  for (let n = 0; n < N; n++) mean += (out[n] as number) / N;
  for (let n = 0; n < N; n++) out[n] = Math.max(-4, Math.min(4, (out[n] as number) - mean));
}

function writeAssets(
  d: ChoiceSource,
  t: number,
  m: Memory,
  router: Float32Array,
  width: number,
  out: Float32Array,
): void {
  const { assets: N } = d;
  const own = width - GOALS - HISTORY;
  const wish = new Float32Array(N);
  for (let k = 0; k < GOALS; k++) {
    policyWish(d, t, router, k, wish);
    for (let n = 0; n < N; n++) out[(t * N + n) * width + own + k] = wish[n] as number;
  }
  for (let n = 0; n < N; n++) {
    const at = (t * N + n) * width;
    out.set(d.asset.subarray((t * N + n) * own, (t * N + n + 1) * own), at);
    out[at + own + GOALS] = Math.log1p(m.bought[n] as number);
    out[at + own + GOALS + 1] = Math.log1p(m.sold[n] as number);
    out[at + own + GOALS + 2] = m.lateBought[n] as number;
    out[at + own + GOALS + 3] = m.lateSold[n] as number;
  }
}

/**
 * Everything the choice network reads, from what was known on the eve of each decision.
 * @param router (6, D, 4): the frozen router's weights of the experts for each goal alone, see `routerByGoal`
 */
export function choiceInputs(d: ChoiceSource, router: Float32Array): ChoiceInputs {
  const { count: D, assets: N } = d;
  const own = D * N > 0 ? d.asset.length / (D * N) : 0;
  const global = D > 0 ? d.global.length / D : 0;
  const assetWidth = own + GOALS + HISTORY;
  const contextWidth = global + HABITS;
  const out = {
    asset: new Float32Array(D * N * assetWidth),
    assetWidth,
    context: new Float32Array(D * contextWidth),
    contextWidth,
    shares: new Float32Array(D * 2 * N),
    open: new Float32Array(D * 2 * N),
  };
  const memory = new Memory(N);
  for (let t = 0; t < D; t++) {
    writeShares(d, t, out.shares, out.open);
    writeAssets(d, t, memory, router, assetWidth, out.asset);
    out.context.set(d.global.subarray(t * global, (t + 1) * global), t * contextWidth);
    const at = t * contextWidth + global;
    out.context.set([memory.saleShare, memory.breadth, Math.min(1, memory.seen / 20)], at);
    memory.take(out.shares, t * 2 * N);
  }
  return out;
}
