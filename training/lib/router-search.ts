import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { toParams, disposeParams, type RawTensors } from '../../src/models/nn/params.ts';
import { EXPERT_COUNT, type PolicyConfig } from '../../src/models/policy/config.ts';
import type { EmbeddingRows } from '../ppo.ts';
import { withRouter } from './policy-checkpoint.ts';
import { pureGoal } from './policy-episodes.ts';
import { SPAN_OF, type Cases } from './policy-play.ts';
import { runPolicyOn } from './policy-runner.ts';
import { meanOf } from './policy-statistics.ts';

/** Logit of an expert that has a goal nearly to itself. */
const ALONE = 4;
const STEPS = [1, 0.5] as const;

/**
 * The best row of router logits: the best of the candidates, then steps up and down on one expert after the other, coarse ones
 * first, as long as one helps. Deterministic.
 * @param rows candidates; the first wins ties. @param value of a row, higher is better.
 */
export async function bestRow(
  rows: readonly (readonly number[])[],
  value: (row: readonly number[]) => Promise<number>,
): Promise<readonly number[]> {
  let best = rows[0] as readonly number[];
  let highest = await value(best);
  const tryRow = async (row: readonly number[]): Promise<boolean> => {
    const v = await value(row);
    if (v <= highest) return false;
    [best, highest] = [row, v];
    return true;
  };
  for (const row of rows.slice(1)) await tryRow(row);
  for (const step of STEPS) {
    for (let k = 0; k < EXPERT_COUNT; k++) {
      const moved = (by: number): number[] => best.map((x, i) => (i === k ? x + by : x));
      if (!(await tryRow(moved(step)))) await tryRow(moved(-step));
    }
  }
  return best;
}

/**
 * The last step of a training: which experts a goal is served by, found on the goal's own metric over training markets with the
 * experts as they are. PPO moves these logits little: a goal's router gains by a step what one week's trades gain, and the experts
 * move under it meanwhile. The correction for the regime, which PPO learned, stays.
 * @returns (6, 4) logits of the pure goals, for `router.prior`.
 */
export async function searchRouter(
  config: PolicyConfig,
  weights: RawTensors,
  cases: Cases,
  embeddings: EmbeddingRows,
): Promise<Float32Array> {
  const learned = weights['router.prior']?.data as Float32Array;
  const rowOf = (goal: number): number[] => [
    ...learned.subarray(goal * EXPERT_COUNT, (goal + 1) * EXPERT_COUNT),
  ];
  const alone = Array.from({ length: EXPERT_COUNT }, (_, k) =>
    Array.from({ length: EXPERT_COUNT }, (__, i) => (i === k ? ALONE : 0)),
  );
  const found = learned.slice();
  for (let goal = 0; goal < OBJECTIVES.length; goal++) {
    const others = OBJECTIVES.map((_, k) => k).filter((k) => k !== goal);
    const candidates = [rowOf(goal), ...others.map(rowOf), ...alone];
    const value = async (row: readonly number[]): Promise<number> => {
      const prior = learned.slice();
      prior.set(row, goal * EXPERT_COUNT);
      const params = toParams(withRouter(weights, prior));
      const played = await runPolicyOn(
        params,
        config,
        cases[SPAN_OF[goal] ?? 'plan'],
        pureGoal(goal),
        embeddings,
      );
      disposeParams(params);
      return meanOf(played.map((x) => x.metrics[goal] as number));
    };
    found.set(await bestRow(candidates, value), goal * EXPERT_COUNT);
  }
  return found;
}
