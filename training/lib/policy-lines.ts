import type { EpisodeReport } from './policy-runner.ts';
import { pick } from './policy-play.ts';
import { blockInterval, type Interval } from './policy-statistics.ts';
import { BLOCK } from './policy-matrix.ts';

/** Risk, turnover and taxes of one strategy over the plan-long cases. Percent a year where not said otherwise. */
export interface RiskLine {
  readonly afterTax: number;
  readonly maxDrawdown: number;
  readonly cvar: number;
  readonly turnover: number;
  readonly trackingError: number;
  readonly harvested: number;
  /** Harvested losses used against gains or income by the end of the plan; the rest is carried on. */
  readonly usableHarvested: number;
  readonly longTermShare: number;
  /** Short-term gains realised. */
  readonly shortGains: number;
  /** Growth before any tax, less tax caused, sold and taxed, and for heirs (stepped-up basis). */
  readonly preTax: number;
  readonly preLiquidation: number;
  readonly stepUp: number;
}

export function lineOf(r: readonly EpisodeReport[]): RiskLine {
  const short = pick(r, (x) => x.shortGains);
  const long = pick(r, (x) => x.longGains);
  return {
    afterTax: 100 * pick(r, (x) => x.afterTax),
    maxDrawdown: 100 * pick(r, (x) => x.maxDrawdown),
    cvar: 100 * pick(r, (x) => x.cvar),
    turnover: pick(r, (x) => x.turnover),
    trackingError: 100 * pick(r, (x) => x.trackingError),
    harvested: 100 * pick(r, (x) => x.harvested),
    usableHarvested: 100 * pick(r, (x) => x.usableHarvested),
    longTermShare: short + long > 0 ? long / (short + long) : 1,
    shortGains: 100 * short,
    preTax: 100 * pick(r, (x) => x.preTax),
    preLiquidation: 100 * pick(r, (x) => x.preLiquidation),
    stepUp: 100 * pick(r, (x) => x.stepUp),
  };
}

/** What taxes take from a strategy's growth, fraction a year; negative = taxes gave. Everything sold at the end. */
const taxDrag = (x: EpisodeReport): number => x.preTax - x.afterTax;

/**
 * Tax alpha, percent a year: how much less taxes take than from leaving the start portfolio alone, on the same cases
 * (after Chaudhuri, Burnham & Lo 2020). The market part of the difference is left out.
 */
export const taxAlpha = (mine: readonly EpisodeReport[], hold: readonly EpisodeReport[]): Interval =>
  blockInterval(
    mine.map((x, c) => 100 * (taxDrag(hold[c] as EpisodeReport) - taxDrag(x))),
    BLOCK.plan,
  );

/** Tax alpha before liquidation: taxes so far only, gains left untaxed. */
export const taxAlphaKept = (mine: readonly EpisodeReport[], hold: readonly EpisodeReport[]): Interval => {
  const drag = (x: EpisodeReport): number => x.preTax - x.preLiquidation;
  return blockInterval(
    mine.map((x, c) => 100 * (drag(hold[c] as EpisodeReport) - drag(x))),
    BLOCK.plan,
  );
};
