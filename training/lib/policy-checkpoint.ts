import type { RawTensors } from '../../src/models/nn/params.ts';
import { EXPERT_COUNT, OBJECTIVE_COUNT } from '../../src/models/policy/config.ts';
import { PPO_OPTIONS } from '../ppo.ts';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { SeedWeights } from './policy-report.ts';

/** Learning curve: per goal, [steps, mean weekly reward in percent]. */
export type Curve = [number, number][][];

/** Which training: a seed on all of the training years, or on one fold of the walk-forward. */
export interface TrainingId {
  readonly seed: number;
  /** Null = all training years. */
  readonly fold: { readonly index: number; readonly count: number } | null;
  /** One head for all goals instead of experts: the comparison. */
  readonly head?: 'single';
}

/** Bump when reward, network or hyper-parameters change, so that no training resumes one of another kind. */
const GENERATION = 4;

export const checkpointName = ({ seed, fold, head }: TrainingId): string =>
  `policy-${GENERATION}${head ? `-${head}` : ''}-seed-${seed}${fold ? `-fold-${fold.index}-of-${fold.count}` : ''}`;

/** A training between two iterations. */
export interface PolicyState {
  readonly checkpoint: Checkpoint;
  readonly curve: Curve;
  /** Sum of the weights over the averaged iterations, and how many those are. */
  readonly sum: RawTensors;
  readonly summed: number;
  /** (6, 4) router logits of the search after the last iteration; absent before it. */
  readonly route?: Float32Array;
}

const SUM = 'sum/';
const ROUTE = 'route';
const ROUTER = 'router.prior';

const ROUTE_SHAPE = [OBJECTIVE_COUNT, EXPERT_COUNT];

/** Weights with other router logits for the pure goals. @param rows (6, 4) */
export const withRouter = (weights: RawTensors, rows: Float32Array): RawTensors => ({
  ...weights,
  [ROUTER]: { shape: ROUTE_SHAPE, data: rows },
});

/** Saves a training; `sum` rides along with the weights. */
export async function savePolicy(id: TrainingId, s: PolicyState): Promise<void> {
  const { checkpoint: c } = s;
  const sums = Object.fromEntries(Object.entries(s.sum).map(([n, x]) => [`${SUM}${n}`, x]));
  await saveCheckpoint(checkpointName(id), {
    ...c,
    params: { ...c.params, ...sums, ...(s.route ? { [ROUTE]: { shape: ROUTE_SHAPE, data: s.route } } : {}) },
    extra: { curve: s.curve, summed: s.summed },
  });
}

/** The last state of a training, or null. */
export async function loadPolicyState(id: TrainingId): Promise<PolicyState | null> {
  const c = await loadCheckpoint(checkpointName(id));
  if (!c) return null;
  const all = Object.entries(c.params);
  const params = Object.fromEntries(all.filter(([n]) => !n.startsWith(SUM) && n !== ROUTE));
  const route = c.params[ROUTE]?.data;
  const sum = Object.fromEntries(
    all.filter(([n]) => n.startsWith(SUM)).map(([n, x]) => [n.slice(SUM.length), x]),
  );
  return {
    checkpoint: { ...c, params },
    curve: c.extra['curve'] as Curve,
    sum,
    summed: Number(c.extra['summed'] ?? 0),
    ...(route ? { route: Float32Array.from(route) } : {}),
  };
}

/** Adds the weights to a running sum. */
export function addTo(sum: RawTensors, params: RawTensors): RawTensors {
  return Object.fromEntries(
    Object.entries(params).map(([n, p]) => {
      const before = sum[n]?.data;
      return [n, { shape: p.shape, data: before ? p.data.map((x, i) => x + (before[i] as number)) : p.data }];
    }),
  );
}

/**
 * The weights a training stands for: the mean over its last iterations, or the present ones before those began, with the
 * router's rows as the search left them.
 */
export function finalWeights(s: PolicyState): RawTensors {
  if (s.summed === 0) return s.checkpoint.params;
  const mean = Object.fromEntries(
    Object.entries(s.sum).map(([n, p]) => [n, { shape: p.shape, data: p.data.map((x) => x / s.summed) }]),
  );
  return s.route ? withRouter(mean, s.route) : mean;
}

export const stepsOf = (s: PolicyState): number =>
  s.checkpoint.step * PPO_OPTIONS.episodes * PPO_OPTIONS.horizon;

/** Final weights of the seeds there are. */
export async function trainedSeeds(
  seeds: readonly number[],
  fold: TrainingId['fold'] = null,
  head?: TrainingId['head'],
): Promise<(SeedWeights & { readonly curve: Curve })[]> {
  const out = [];
  for (const seed of seeds) {
    const s = await loadPolicyState({ seed, fold, ...(head ? { head } : {}) });
    if (s) out.push({ seed, steps: stepsOf(s), params: finalWeights(s), curve: s.curve });
  }
  return out;
}
