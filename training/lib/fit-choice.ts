import type { PolicyWeights } from '../../src/engine/expert-scores.ts';
import type { DecisionData } from '../../src/lora/split-decisions.ts';
import type { HeadConfig } from '../../src/models/objective-head/head.ts';
import { blendedLogits } from './person-cases.ts';
import type { PersonCase } from './person-cases.ts';

/** One side of one decision, reduced to what the two constants act on. */
interface Observed {
  readonly logits: Float64Array;
  readonly anchors: Float64Array;
  readonly shares: Float64Array;
}

const SHARPNESS = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5];
const ANCHOR = [-0.6, -0.3, 0, 0.2, 0.4, 0.7, 1];

function observe(data: DecisionData, logits: Float32Array, sign: 1 | -1): Observed[] {
  const { count: D, assets: N } = data;
  const out: Observed[] = [];
  for (let d = 0; d < D; d++) {
    const open = Array.from({ length: N }, (_, n) => n).filter((n) => {
      const moved = sign * (data.change[d * (N + 1) + n] as number) > 0;
      const held = (data.before[d * (N + 1) + n] as number) > 1e-6;
      return moved || ((data.mask[d * N + n] as number) > 0 && (sign === 1 || held));
    });
    const parts = open.map((n) => Math.max(0, sign * (data.change[d * (N + 1) + n] as number)));
    const total = parts.reduce((a, b) => a + b, 0);
    if (open.length < 2 || total <= 1e-9) continue;
    out.push({
      logits: Float64Array.from(open, (n) => sign * (logits[d * N + n] as number)),
      anchors: Float64Array.from(open, (n) =>
        Math.log(Math.max(0, data.before[d * (N + 1) + n] as number) * N + (sign === 1 ? 0.05 : 1e-4)),
      ),
      shares: Float64Array.from(parts, (p) => p / total),
    });
  }
  return out;
}

function logLikelihood(all: readonly Observed[], sharpness: number, anchor: number): number {
  let total = 0;
  for (const o of all) {
    const u = o.logits.map((l, i) => sharpness * l + anchor * (o.anchors[i] as number));
    const top = u.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    let own = 0;
    u.forEach((v, i) => {
      sum += Math.exp(v - top);
      own += (o.shares[i] as number) * (v - top);
    });
    total += own - Math.log(sum);
  }
  return all.length > 0 ? total / all.length : 0;
}

function bestOf(all: readonly Observed[]): { sharpness: number; anchor: number; value: number } {
  const grid = SHARPNESS.flatMap((sharpness) =>
    ANCHOR.map((anchor) => ({ sharpness, anchor, value: logLikelihood(all, sharpness, anchor) })),
  );
  return grid.reduce((a, b) => (b.value > a.value ? b : a));
}

export interface ChoiceFit {
  readonly choice: HeadConfig['choice'];
  /** Mean log-likelihood per side with the policy and with sharpness 0, nats: what the policy explains. */
  readonly explained: { readonly buy: readonly [number, number]; readonly sell: readonly [number, number] };
}

/** Fits the four constants of choice-likelihood.ts on people whose goal is known, by maximum likelihood on a grid. */
export async function fitChoice(cases: readonly PersonCase[], policy: PolicyWeights): Promise<ChoiceFit> {
  const buys: Observed[] = [];
  const sells: Observed[] = [];
  for (const c of cases) {
    const logits = await blendedLogits(policy, c.data, c.truth);
    buys.push(...observe(c.data, logits, 1));
    sells.push(...observe(c.data, logits, -1));
  }
  const buy = bestOf(buys);
  const sell = bestOf(sells);
  const without = (all: readonly Observed[]): number =>
    Math.max(...ANCHOR.map((a) => logLikelihood(all, 0, a)));
  return {
    choice: {
      buySharpness: buy.sharpness,
      buyAnchor: buy.anchor,
      sellSharpness: sell.sharpness,
      sellAnchor: sell.anchor,
    },
    explained: { buy: [buy.value, without(buys)], sell: [sell.value, without(sells)] },
  };
}
