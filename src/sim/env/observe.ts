import {
  ASSET_WIDTH,
  GLOBAL_WIDTH,
  writeAssetColumns,
  writeGlobalColumns,
  type AccountFacts,
  type PositionFacts,
} from '../../features/state.ts';
import { MARKET_WIDTH } from '../../features/market-numbers.ts';
import type { Episode } from './episode.ts';

const position: PositionFacts = {
  value: 0,
  gain: 0,
  longValue: 0,
  daysToLong: 0,
  harvestLoss: 0,
  washWindow: false,
  noBuy: false,
  saleTax: 0,
  startValue: 0,
};
const facts: AccountFacts = {
  total: 0,
  startTotal: 0,
  cash: 0,
  assets: 0,
  shortRate: 0,
  longRate: 0,
  carryforward: 0,
  daysToYearEnd: 0,
  gain: 0,
  realisedShort: 0,
  realisedLong: 0,
  taxOwed: 0,
  drawdown: 0,
  costBps: 0,
};

/** Where an episode writes what the policy sees; slots beyond the tape's assets get mask 0. */
export interface ObservationArrays {
  readonly slots: number;
  readonly asset: Float32Array;
  readonly global: Float32Array;
  readonly mask: Float32Array;
  readonly embeddingRow: Int32Array;
  readonly objective: Float32Array;
}

/** Writes the observation of the present week into row `b` of the arrays. */
export function observe(e: Episode, o: ObservationArrays, b: number): void {
  const { tape, objective } = e.setup;
  const { account: a, summary: s, taxes } = e;
  const n = tape.assets;
  facts.total = s.total;
  facts.startTotal = e.startCash + e.startUnits.reduce((sum, u, i) => sum + u * (a.price[i] as number), 0);
  facts.cash = a.cash;
  facts.assets = n;
  facts.shortRate = e.rules.rates.short;
  facts.longRate = e.rules.rates.long;
  facts.carryforward = e.carry;
  facts.daysToYearEnd = taxes.nextYearDay - (tape.decisionDay[e.week] as number);
  facts.gain = s.unrealisedShort + s.unrealisedLong;
  facts.realisedShort = a.realisedShort;
  facts.realisedLong = a.realisedLong;
  facts.taxOwed = taxes.due + e.accrued;
  facts.drawdown = e.drawdown;
  facts.costBps = e.setup.costBps;
  const row = b * o.slots;
  o.asset.fill(0, row * ASSET_WIDTH, (row + o.slots) * ASSET_WIDTH);
  for (let i = 0; i < o.slots; i++) {
    const isTraded = i < n && tape.alive[e.week * n + i] === 1;
    o.mask[row + i] = isTraded ? 1 : 0;
    o.embeddingRow[row + i] = i < n ? (tape.embeddingRow[e.week * n + i] as number) : -1;
    if (i >= n) continue;
    position.value = s.value[i] as number;
    position.gain = s.gain[i] as number;
    position.longValue = s.longValue[i] as number;
    position.daysToLong = s.daysToLong[i] as number;
    position.harvestLoss = s.harvestLoss[i] as number;
    position.washWindow = s.washWindow[i] === 1;
    position.noBuy = s.noBuy[i] === 1;
    position.saleTax = s.saleTax[i] as number;
    position.startValue = (e.startUnits[i] as number) * (a.price[i] as number);
    writeAssetColumns(
      o.asset,
      (row + i) * ASSET_WIDTH,
      position,
      facts,
      tape.market,
      (e.week * n + i) * MARKET_WIDTH,
    );
  }
  writeGlobalColumns(o.global, b * GLOBAL_WIDTH, facts, tape.regime, e.week * 8);
  o.objective.set(objective, b * 6);
}
