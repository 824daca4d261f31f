import * as tf from '@tensorflow/tfjs-core';
import { decisions } from '../../src/features/behaviour-decisions.ts';
import { blankEmbeddings, expertScores, gridEmbeddings } from '../../src/engine/expert-scores.ts';
import type { EmbedAt, PolicyWeights } from '../../src/engine/expert-scores.ts';
import { decisionData } from '../../src/engine/personalize.ts';
import type { PersonModels } from '../../src/engine/personalize.ts';
import type { DecisionData } from '../../src/lora/split-decisions.ts';
import { rows } from '../../src/lora/split-decisions.ts';
import { router } from '../../src/models/policy/router.ts';
import type { Subject } from './investor-examples.ts';
import { truthAfter } from './investor-examples.ts';
import type { NamedMarket } from './objective-markets.ts';

/** A person ready for fine-tuning, with the truth. */
export interface PersonCase {
  readonly subject: Subject;
  readonly truth: readonly number[];
  readonly data: DecisionData;
  /** Day number of each decision. */
  readonly days: readonly number[];
}

/** Grid of the embeddings in training, in trading days; shared by all people of a market. */
const STEP = 63;

/** Builds decisions and expert scores of people of one market. Real panels get blank embeddings: too many assets. */
export async function personCases(
  { market, real }: NamedMarket,
  subjects: readonly Subject[],
  policy: PolicyWeights,
  encoder: PersonModels['encoder'],
): Promise<PersonCase[]> {
  const embed: EmbedAt =
    encoder && !real ? gridEmbeddings(market.panel, encoder.model, encoder.chronos, STEP) : blankEmbeddings;
  const regimes = new Map<number, Float32Array>();
  const out: PersonCase[] = [];
  for (const subject of subjects) {
    const set = decisions(subject.history, { seed: 1, regimes });
    if (set.count < 5) continue;
    const traded = [...new Set(subject.history.trades.map((t) => t.day))];
    out.push({
      subject,
      truth: truthAfter(subject.investor, subject.history.trades.length),
      data: decisionData(set, await expertScores(set, policy, embed)),
      days: traded.slice(-set.count),
    });
  }
  return out;
}

/** The router's weights of every decision under one point for all, (D, 4). */
export async function expertWeights(
  policy: PolicyWeights,
  data: DecisionData,
  point: readonly number[],
): Promise<Float32Array> {
  const D = data.count;
  const points = Float32Array.from({ length: D * 6 }, (_, i) => point[i % 6] as number);
  const g = tf.tidy(() => router(policy.params, rows(points, 6), rows(data.regime, 8)));
  const weights = Float32Array.from(await g.data());
  g.dispose();
  return weights;
}
