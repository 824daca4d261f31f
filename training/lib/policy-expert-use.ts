import { EXPERTS, OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { REGIME_NAMES, type EpisodeReport } from './policy-runner.ts';
import { meanOf } from './policy-statistics.ts';

export interface ExpertUse {
  /** Goal -> mean router weight of each expert. */
  readonly byGoal: Readonly<Record<string, readonly number[]>>;
  /** Goal -> market regime -> mean router weights; a regime that never came is left out. */
  readonly byRegime: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** The smallest weight any expert had under any goal in any week. */
  readonly least: number;
}

const mean = (rows: readonly (readonly number[])[]): number[] =>
  EXPERTS.map((_, e) => meanOf(rows.map((r) => r[e] as number)));

/** How the router used the experts, per goal and market regime. */
export function expertUseOf(plan: readonly (readonly EpisodeReport[])[]): ExpertUse {
  const byGoal: Record<string, number[]> = {};
  const byRegime: Record<string, Record<string, number[]>> = {};
  let least = 1;
  OBJECTIVES.forEach((o, k) => {
    const weeks = (plan[k] ?? []).flatMap((r) => r.weeklyExperts);
    byGoal[o] = mean(weeks.map((w) => w.experts));
    byRegime[o] = Object.fromEntries(
      REGIME_NAMES.flatMap((name, r) => {
        const rows = weeks.filter((w) => w.regime === r).map((w) => w.experts);
        return rows.length > 0 ? [[name, mean(rows)]] : [];
      }),
    );
    for (const w of weeks) least = Math.min(least, ...w.experts);
  });
  return { byGoal, byRegime, least };
}
