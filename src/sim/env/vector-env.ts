import { pcg32, type Rng } from '../../core/rng.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../../features/state.ts';
import { startEpisode, stepEpisode, type Episode, type EpisodeSetup } from './episode.ts';
import { observe, type ObservationArrays } from './observe.ts';

/** Draws an episode with at most `slots` assets. */
export type EpisodeSource = (rng: Rng) => EpisodeSetup;

/** Many episodes side by side, all observations in shared arrays (row = episode). */
export interface VectorEnv {
  readonly size: number;
  readonly observation: ObservationArrays;
  /** Of the last step: mixed by each episode's objective, percent. */
  readonly reward: Float32Array;
  /** What the week's trades are worth over the goal's horizon (trade-value.ts), percent: the reward of training. */
  readonly tradeValue: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Plays one week in every episode. @param target size·(slots+1) weights, cash last. @param urgency size. */
  step(target: Float32Array, urgency: Float32Array): void;
  /** Replaces every finished episode by a new one and observes it. */
  resetFinished(): void;
  episode(i: number): Episode;
}

/** Target weights of one row: the slots of its assets, then cash. */
function compact(
  target: Float32Array,
  offset: number,
  slots: number,
  assets: number,
  out: Float64Array,
): void {
  for (let i = 0; i < assets; i++) out[i] = target[offset + i] as number;
  out[assets] = target[offset + slots] as number;
}

/**
 * Same seed, same episodes, whatever the actions were.
 * @param hasTradeValues false where nothing is trained: the look-ahead is left out and `tradeValue` stays 0.
 */
export function vectorEnv(
  source: EpisodeSource,
  size: number,
  slots: number,
  seed: number,
  hasTradeValues = true,
): VectorEnv {
  const rngs = Array.from({ length: size }, (_, i) => pcg32(seed, i + 1));
  const observation: ObservationArrays = {
    slots,
    asset: new Float32Array(size * slots * ASSET_WIDTH),
    global: new Float32Array(size * GLOBAL_WIDTH),
    mask: new Float32Array(size * slots),
    embeddingRow: new Int32Array(size * slots),
    objective: new Float32Array(size * 6),
  };
  const begin = (i: number): Episode => {
    const setup = source(rngs[i] as Rng);
    if (setup.tape.assets > slots)
      throw new Error(`an episode of ${setup.tape.assets} assets does not fit ${slots} slots`);
    const e = startEpisode(setup);
    observe(e, observation, i);
    return e;
  };
  const episodes = rngs.map((_, i) => begin(i));
  const reward = new Float32Array(size);
  const tradeValue = new Float32Array(size);
  const terminated = new Uint8Array(size);
  const truncated = new Uint8Array(size);
  const six = new Float64Array(6);
  const sixValues = new Float64Array(6);
  const row = new Float64Array(slots + 1);
  const mixed = (values: Float64Array, objective: Float32Array): number => {
    let sum = 0;
    for (let k = 0; k < 6; k++) sum += (values[k] as number) * (objective[k] as number);
    return sum;
  };
  return {
    size,
    observation,
    reward,
    tradeValue,
    terminated,
    truncated,
    step(target, urgency) {
      for (let i = 0; i < size; i++) {
        const e = episodes[i] as Episode;
        compact(target, i * (slots + 1), slots, e.setup.tape.assets, row);
        const week = stepEpisode(e, row, 0, urgency[i] as number, six, hasTradeValues ? sixValues : null);
        reward[i] = mixed(six, e.setup.objective);
        tradeValue[i] = mixed(sixValues, e.setup.objective);
        terminated[i] = week.terminated ? 1 : 0;
        truncated[i] = week.truncated ? 1 : 0;
        observe(e, observation, i);
      }
    },
    resetFinished() {
      for (let i = 0; i < size; i++) {
        if (!terminated[i] && !truncated[i]) continue;
        episodes[i] = begin(i);
        terminated[i] = 0;
        truncated[i] = 0;
      }
    },
    episode: (i) => episodes[i] as Episode,
  };
}
