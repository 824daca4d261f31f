import * as tf from '@tensorflow/tfjs-core';
import type { PolicyWeights } from '../../src/engine/expert-scores.ts';
import { eveOf } from '../../src/features/behaviour-market.ts';
import type { BehaviourMarket } from '../../src/features/behaviour-market.ts';
import { TYPICAL_RATES } from '../../src/features/behaviour-positions.ts';
import { MARKET_WIDTH, rankColumns, writeMarketNumbers } from '../../src/features/market-numbers.ts';
import { regimeFeatures } from '../../src/features/regime.ts';
import {
  ASSET_WIDTH,
  GLOBAL_WIDTH,
  writeAssetColumns,
  writeGlobalColumns,
} from '../../src/features/state.ts';
import type { AccountFacts, PositionFacts } from '../../src/features/state.ts';
import { expertHeads } from '../../src/models/policy/experts.ts';
import { blend, router } from '../../src/models/policy/router.ts';
import { trunk } from '../../src/models/policy/trunk.ts';
import type { ConditionedPolicy } from '../../src/sim/investors/habits-policy.ts';
import type { InvestorView } from '../../src/sim/investors/investor-view.ts';

/** A position as the policy's columns want it, from what a simulated person remembers of it. */
function factsOf(view: InvestorView, asset: number): PositionFacts {
  const p = view.position(asset);
  if (!p) {
    return {
      value: 0,
      gain: 0,
      longValue: 0,
      daysToLong: 0,
      harvestLoss: 0,
      washWindow: false,
      noBuy: false,
      saleTax: 0,
    };
  }
  const gain = p.value - p.value / (1 + p.gainRate);
  const isLong = p.oldestDays > 365;
  return {
    value: p.value,
    gain,
    longValue: isLong ? p.value : 0,
    daysToLong: isLong ? 0 : 366 - p.oldestDays,
    harvestLoss: Math.max(0, -gain),
    washWindow: p.newestDays <= 30,
    noBuy: false,
    saleTax: gain * (isLong ? TYPICAL_RATES.long : TYPICAL_RATES.short),
  };
}

function accountOf(view: InvestorView, positions: readonly PositionFacts[]): AccountFacts {
  const date = view.date;
  return {
    total: view.wealth,
    cash: view.cash,
    assets: positions.length,
    shortRate: TYPICAL_RATES.short,
    longRate: TYPICAL_RATES.long,
    carryforward: 0,
    daysToYearEnd: Math.max(
      0,
      Math.round((12 - Number(date.slice(5, 7))) * 30.4 + 31 - Number(date.slice(8, 10))),
    ),
    gain: positions.reduce((a, p) => a + p.gain, 0),
    realisedShort: 0,
    realisedLong: 0,
    taxOwed: 0,
    drawdown: 0,
    costBps: 0,
  };
}

/**
 * The shipped policy as something a simulated person can follow, on one market. Blank embeddings: one person and day at
 * a time is too slow for the encoder. Reads back synchronously, so it needs a backend that can (wasm, cpu).
 */
export function trainedPolicy(market: BehaviourMarket, policy: PolicyWeights): ConditionedPolicy {
  const regimes = new Map<number, Float32Array>();
  const T = market.days.length;
  return (view, objective) => {
    const pool = view.pool.slice(0, 40);
    const N = pool.length;
    const eve = eveOf(market, view.day);
    const week = eve - (eve % 5);
    const regime = regimes.get(week) ?? regimeFeatures(market.panel, week);
    regimes.set(week, regime);
    const positions = pool.map((i) => factsOf(view, i));
    const account = accountOf(view, positions);
    const rows = new Float32Array(N * MARKET_WIDTH);
    pool.forEach((i, n) => {
      const kind = market.panel.assets[i];
      if (kind) writeMarketNumbers(rows, n * MARKET_WIDTH, market.panel.close, i * T, eve, kind);
    });
    rankColumns(rows, N);
    const asset = new Float32Array(N * ASSET_WIDTH);
    positions.forEach((p, n) =>
      writeAssetColumns(asset, n * ASSET_WIDTH, p, account, rows, n * MARKET_WIDTH),
    );
    const global = new Float32Array(GLOBAL_WIDTH);
    writeGlobalColumns(global, 0, account, regime, 0);
    const [target, urgency] = tf.tidy(() => {
      const input = {
        embeddings: tf.zeros([1, N, policy.config.embedding]),
        asset: tf.tensor3d(asset, [1, N, ASSET_WIDTH]),
        global: tf.tensor2d(global, [1, GLOBAL_WIDTH]),
        mask: tf.ones([1, N]),
      };
      const experts = expertHeads(policy.params, input, trunk(policy.params, input));
      const g = router(policy.params, tf.tensor2d([[...objective]]), tf.tensor2d(regime, [1, regime.length]));
      const mean = blend(experts, g, input.mask);
      return [tf.softmax(mean.logits).dataSync(), mean.urgency.dataSync()] as const;
    });
    return { target: new Map(pool.map((i, n) => [i, target[n] as number])), urgency: urgency[0] as number };
  };
}
