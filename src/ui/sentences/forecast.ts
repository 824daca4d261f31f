import type { ForecastView } from '../../stores/view-types.ts';
import { percentText } from '../format/number.ts';

type Tested = NonNullable<ForecastView['tested']>;

const days = (n: number): string => `${n} business day${n === 1 ? '' : 's'}`;
/** A log return as the change of a price it is. */
const change = (log: number): string => percentText(Math.exp(log) - 1, 0, true);

/** The tested horizon nearest to the one asked for, in ratio. */
function nearestTested(tested: Tested, horizon: number): number {
  const gap = (h: number): number => Math.abs(Math.log(h / horizon));
  return tested.horizons.reduce((best, h, i) => (gap(h) < gap(tested.horizons[best] ?? 1) ? i : best), 0);
}

/** How often such bands held; or that nobody here tested this network. */
export function calibrationSentence(f: Pick<ForecastView, 'own' | 'tested'>, horizon: number): string {
  if (f.own !== null)
    return `Not tested by us: ${f.own} is a checkpoint you brought, so how often its bands hold is not known here.`;
  if (!f.tested) return 'How often these bands hold was not tested.';
  const i = nearestTested(f.tested, horizon);
  const at = days(f.tested.horizons[i] ?? horizon);
  const share = (x: number | undefined): string => percentText(x ?? Number.NaN, 0);
  return `On prices it has never seen, the 80\u00a0% band held ${share(f.tested.cover80[i])} of the time ${at} ahead, and the 50\u00a0% band ${share(f.tested.cover50[i])}.`;
}

/** Each tested horizon with what the bands held, for the table. */
export const calibrationRows = (tested: Tested): [string, string, string][] =>
  tested.horizons.map((h, i) => [
    days(h),
    percentText(tested.cover80[i] ?? Number.NaN, 0),
    percentText(tested.cover50[i] ?? Number.NaN, 0),
  ]);

/** Beyond a fifth the difference is worth a word. */
const NEAR = 0.2;

function besideWalk(width: number, walk: number): string {
  if (!(walk > 0)) return '';
  const ratio = width / walk;
  if (ratio > 1 + NEAR) return `, wider than prices wandering at last year’s pace would need`;
  if (ratio < 1 - NEAR) return `, narrower than prices wandering at last year’s pace would need`;
  return `, about what prices wandering at last year’s pace would need`;
}

function pace(month: number, year: number): string {
  const daily = `${percentText(month, 1)} a day over the last month and ${percentText(year, 1)} over the last year`;
  if (!(year > 0)) return daily;
  if (month > year * (1 + NEAR)) return `${daily}: wilder than usual`;
  if (month < year * (1 - NEAR)) return `${daily}: calmer than usual`;
  return daily;
}

/** Why the band at the last day is as wide as it is, in numbers a person can check. */
export function widthSentences(f: ForecastView): string[] {
  const { note, symbol } = f;
  const out = [
    `In ${days(note.days)} the 80\u00a0% band runs from ${change(note.low80)} to ${change(note.high80)}${besideWalk(note.width80, note.randomWalk80)}.`,
    `${symbol} moved ${pace(note.dailyMonth, note.dailyYear)}; and uncertainty grows with the days ahead, here ${note.days}.`,
  ];
  const gaps =
    f.missingDays === 0
      ? 'none missing'
      : `${f.missingDays} day${f.missingDays === 1 ? '' : 's'} between them missing`;
  const short = f.observedDays < 126 ? ' That is little history: take the band as a rough guess.' : '';
  out.push(`It read ${f.observedDays} closes, ${gaps}.${short}`);
  return out;
}
