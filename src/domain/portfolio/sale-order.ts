import type { MarginalRates } from './marginal-rates.ts';

/**
 * Which lots to sell first. One rule for planner and environment: lowest tax per dollar sold first, so short-term
 * losses lead (they save most), then long-term losses, long-term gains from the smallest, short-term gains last.
 */
export function taxPerDollar(value: number, basis: number, isLong: boolean, rates: MarginalRates): number {
  if (value <= 0) return 0;
  const gain = (value - basis) / value;
  // Ties at zero rates (the 0 % bracket) still go by gain: keep the gains for later.
  return gain * ((isLong ? rates.long : rates.short) + (isLong ? 1e-6 : 2e-6));
}
