import { pcg32 } from '../../core/rng.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../../features/state.ts';
import { MAX_LOTS } from './account.ts';
import { vectorEnv, type EpisodeSource, type VectorEnv } from './vector-env.ts';

/** @throws Error with what is wrong. */
function expectThat(condition: boolean, what: string): void {
  if (!condition) throw new Error(`environment contract: ${what}`);
}

const isFiniteAll = (a: ArrayLike<number>): boolean => {
  for (let i = 0; i < a.length; i++) if (!Number.isFinite(a[i])) return false;
  return true;
};

function checkState(env: VectorEnv, step: number): void {
  const { observation: o } = env;
  expectThat(isFiniteAll(o.asset) && isFiniteAll(o.global), `an observation is not a number at step ${step}`);
  expectThat(isFiniteAll(env.reward), `a reward is not a number at step ${step}`);
  for (let i = 0; i < env.size; i++) {
    expectThat(!(env.terminated[i] && env.truncated[i]), 'an episode is terminated and truncated at once');
    const goal = o.objective.subarray(i * 6, i * 6 + 6).reduce((a, x) => a + x, 0);
    expectThat(Math.abs(goal - 1) < 1e-4, 'an objective is no point of the simplex');
    const a = env.episode(i).account;
    expectThat(a.cash > -1e-3 * env.episode(i).startValue - 1, `cash is ${a.cash}`);
    for (let k = 0; k < a.assets; k++) {
      expectThat((a.lots[k] as number) <= MAX_LOTS, 'too many lots');
      for (let j = 0; j < (a.lots[k] as number); j++) {
        expectThat((a.units[k * MAX_LOTS + j] as number) >= 0, 'a lot is negative');
        expectThat((a.basis[k * MAX_LOTS + j] as number) >= -0.01, 'a basis is negative');
      }
    }
  }
}

/** Random target weights and urgencies from a seed. */
export function randomActions(env: VectorEnv, seed: number): { target: Float32Array; urgency: Float32Array } {
  const rng = pcg32(seed);
  const width = env.observation.slots + 1;
  const target = new Float32Array(env.size * width);
  const urgency = Float32Array.from({ length: env.size }, () => rng.uniform());
  for (let i = 0; i < env.size; i++) {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const shown = k === width - 1 || env.observation.mask[i * (width - 1) + k] === 1;
      const x = shown ? Math.exp(rng.normal()) : 0;
      target[i * width + k] = x;
      sum += x;
    }
    for (let k = 0; k < width; k++) target[i * width + k] = (target[i * width + k] as number) / sum;
  }
  return { target, urgency };
}

/**
 * The contract every environment must keep, on random actions: shapes, finite numbers, objectives on the simplex, no
 * negative lots, no debt, ends marked once, same seed same story. @throws Error naming the first breach.
 */
export function checkEnv(source: EpisodeSource, slots: number, steps = 120): void {
  const size = 8;
  const env = vectorEnv(source, size, slots, 5);
  const twin = vectorEnv(source, size, slots, 5);
  expectThat(
    env.observation.asset.length === size * slots * ASSET_WIDTH,
    'asset columns have the wrong shape',
  );
  expectThat(env.observation.global.length === size * GLOBAL_WIDTH, 'account columns have the wrong shape');
  for (let s = 0; s < steps; s++) {
    const { target, urgency } = randomActions(env, 100 + s);
    env.step(target, urgency);
    twin.step(target, urgency);
    checkState(env, s);
    expectThat(
      env.reward.every((r, i) => r === twin.reward[i]),
      `the same seed and actions gave other rewards at step ${s}`,
    );
    env.resetFinished();
    twin.resetFinished();
  }
}
