import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBundle } from '../../src/domain/market/bundle.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { behaviourMarket } from '../../src/features/behaviour-market.ts';
import type { BehaviourMarket } from '../../src/features/behaviour-market.ts';
import { toyMarket } from '../../src/sim/investors/toy-market.ts';
import { findMarketDir, loadFullPanel, loadTrainingPanel, restrictPanel } from './market-data.ts';
import { ROOT } from './paths.ts';

/** A market people are simulated on. `real` panels are too large to embed person by person. */
export interface NamedMarket {
  readonly name: string;
  readonly market: BehaviourMarket;
  readonly real: boolean;
}

const named = (name: string, panel: Panel, real = false): NamedMarket => ({
  name,
  market: behaviourMarket(panel),
  real,
});

/** The shipped synthetic market, or null before it exists. */
export function demoPanel(): Panel | null {
  const path = join(ROOT, 'public', 'market', 'demo.kfm');
  return existsSync(path) ? decodeBundle(new Uint8Array(readFileSync(path))) : null;
}

/** Invented markets of different length, seeds `first`…. */
export const toyMarkets = (first: number, count: number): NamedMarket[] =>
  Array.from({ length: count }, (_, i) =>
    named(`invented ${first + i}`, toyMarket(first + i, { years: 8 + (i % 8) })),
  );

/**
 * Markets to train on: invented ones, the demo market, and the training cell of the real one where it lies beside
 * the repository (held-out tickers and later days are physically absent from that panel).
 */
export function trainingMarkets(toys: number): NamedMarket[] {
  const demo = demoPanel();
  return [
    ...toyMarkets(300, toys),
    ...(demo ? [named('demo', demo)] : []),
    ...(findMarketDir() ? [named('real, training cell', loadTrainingPanel().panel, true)] : []),
  ];
}

/** Markets on which constants are chosen: other invented ones, and the training cell again with other people. */
export function validationMarkets(): NamedMarket[] {
  return [
    ...toyMarkets(700, 3),
    ...(findMarketDir() ? [named('real, training cell', loadTrainingPanel().panel, true)] : []),
  ];
}

/**
 * Markets never trained on and never chosen on: invented ones from seed `first`, and held-out tickers on held-out dates of
 * the real one.
 */
export function evaluationMarkets(first: number, toys: number): NamedMarket[] {
  const out = toyMarkets(first, toys);
  if (!findMarketDir()) return out;
  const { panel, heldoutTickers, dates } = loadFullPanel();
  // A year of closes before the test lets momentum and volatility be known on its first day.
  const start = Math.max(0, panel.dates.findIndex((d) => d >= dates.testStart) - 253);
  const from = panel.dates[start] as (typeof panel.dates)[number];
  const cell = restrictPanel(panel, (s) => heldoutTickers.has(s), from, dates.testEnd);
  return [...out, named('real, held-out tickers and dates', cell, true)];
}
