/**
 * `npm run bench:policy`: inference for 25 and 500 assets in Node and in Chromium on WASM, the planner, the environment.
 * Warm medians, one thread.
 */
import { performance } from 'node:perf_hooks';
import { useBackend, backendName } from '../cli/backend.ts';
import { isoDate } from '../src/core/iso-date.ts';
import { cents } from '../src/core/money.ts';
import { quantityFromNumber, unitPriceFromNumber } from '../src/core/quantity.ts';
import { pcg32 } from '../src/core/rng.ts';
import { DEFAULT_COSTS } from '../src/domain/portfolio/costs.ts';
import { NO_CONSTRAINTS } from '../src/domain/portfolio/plan-input.ts';
import { planTrades } from '../src/domain/portfolio/plan-trades.ts';
import type { OpenLot, TaxProfile } from '../src/domain/portfolio/types.ts';
import { loadPolicy } from '../src/engine/policy-model.ts';
import { totalValue } from '../src/sim/env/account.ts';
import { randomActions } from '../src/sim/env/check-env.ts';
import { drawAccount, drawObjective, drawProfile } from '../src/sim/env/start-state.ts';
import { vectorEnv } from '../src/sim/env/vector-env.ts';
import { factorMarket, USUAL_REGIMES } from '../src/sim/markets/factor-simulator.ts';
import { sliceTape } from '../src/sim/markets/sampler.ts';
import { weeklyTable } from '../src/sim/markets/weekly-table.ts';
import { fetchModelFile } from '../training/lib/paths.ts';
import { inferenceMs, medianMs } from './policy-batch.ts';
import { browserInference } from './policy-browser.ts';

/** 40 positions, 6 lots each. */
function planMs(): Promise<number> {
  const rng = pcg32(3);
  const symbols = Array.from({ length: 40 }, (_, i) => `S${i}`);
  const lots = symbols.flatMap((symbol, i): OpenLot[] =>
    Array.from({ length: 6 }, (_, j) => {
      const acquired = isoDate(`${2019 + j}-03-${10 + (i % 18)}`);
      return {
        lotId: `${symbol}-${j}`,
        symbol,
        account: 'main',
        accountType: 'taxable',
        quantity: quantityFromNumber(10 + j),
        acquired,
        holdingFrom: acquired,
        basis: cents(Math.round(100_000 * (0.6 + rng.uniform()))),
        trail: [],
      };
    }),
  );
  const profile: TaxProfile = {
    year: 2025,
    status: 'joint',
    ordinaryIncome: cents(20_000_000),
    stateRate: 0.05,
    carryoverShort: cents(0),
    carryoverLong: cents(0),
  };
  const prices = new Map(symbols.map((s) => [s, unitPriceFromNumber(100)]));
  const target = Object.fromEntries(symbols.map((s, i) => [s, i % 3 === 0 ? 0 : 1.5 / 40]));
  return medianMs(() =>
    planTrades({
      lots,
      cash: cents(500_000),
      prices,
      fractional: new Set(),
      target,
      urgency: 0.7,
      date: isoDate('2025-06-16'),
      profile,
      realised: { short: cents(0), long: cents(0) },
      noBuyUntil: new Map(),
      constraints: NO_CONSTRAINTS,
      costs: DEFAULT_COSTS,
    }),
  );
}

function stepsPerSecond(hasTradeValues: boolean): number {
  const table = weeklyTable(factorMarket({ days: 1500, assets: 30, regimes: USUAL_REGIMES }, pcg32(1)));
  const range = { from: 0, to: table.weeks, minAssets: 20, maxAssets: 20, minWeeks: 52, maxWeeks: 104 };
  const env = vectorEnv(
    (rng) => {
      const tape = sliceTape(table, range, rng);
      const account = drawAccount(20, tape.decisionDay[0] as number, rng);
      const objective = new Float32Array(6);
      drawObjective(rng, objective, 0);
      return { tape, account, profile: drawProfile(rng, totalValue(account), 2026), objective, costBps: 10 };
    },
    64,
    20,
    1,
    hasTradeValues,
  );
  const actions = randomActions(env, 1);
  actions.urgency.fill(0.2);
  // Per second of processor time: the same number on a busy machine as on an idle one.
  const play = (ms: number): number => {
    const started = performance.now();
    const cpu = process.cpuUsage();
    let steps = 0;
    for (; performance.now() - started < ms; steps += env.size) {
      env.step(actions.target, actions.urgency);
      env.resetFinished();
    }
    const { user, system } = process.cpuUsage(cpu);
    return (steps / (user + system)) * 1e6;
  };
  play(500);
  return play(2500);
}

const backend = await useBackend(backendName(process.argv[2] ?? 'wasm'));
const { params, config } = await loadPolicy(fetchModelFile);
const rows: Record<string, number> = {};
Object.assign(rows, await inferenceMs(params, config));
rows['plan of 40 positions, 240 lots, ms'] = await planMs();
rows['environment, 20 assets, steps per CPU second'] = stepsPerSecond(false);
rows["the same with training's look-ahead"] = stepsPerSecond(true);
console.log(`backend ${backend}, one thread`);
for (const [name, x] of Object.entries(rows))
  console.log(`${name.padEnd(44)} ${x >= 100 ? Math.round(x) : x.toFixed(2)}`);
try {
  const { version, rows: inPage } = await browserInference();
  console.log(`Chromium ${version}, wasm, one thread`);
  for (const [name, x] of Object.entries(inPage))
    console.log(`${name.padEnd(44)} ${x.toFixed(2)} (${(x / (rows[name] as number)).toFixed(2)} of Node)`);
} catch (error) {
  console.log(`no browser figures: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
}
