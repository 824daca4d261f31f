import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import type { ForecastView } from '../../stores/view-types.ts';
import { calibrationRows, calibrationSentence, widthSentences } from './forecast.ts';

const tested = {
  horizons: [1, 5, 21, 63],
  cover50: [0.51, 0.52, 0.5, 0.49],
  cover80: [0.81, 0.8, 0.79, 0.83],
};
const view = (part: Partial<ForecastView> = {}): ForecastView => ({
  symbol: 'ORCA',
  asOf: isoDate('2026-01-02'),
  lastPrice: 100,
  levels: [0.1, 0.25, 0.5, 0.75, 0.9],
  quantiles: [],
  own: null,
  tested,
  note: {
    dailyMonth: 0.01,
    dailyYear: 0.0101,
    low80: -0.1,
    high80: 0.12,
    width80: 0.22,
    randomWalk80: 0.21,
    days: 64,
  },
  observedDays: 256,
  missingDays: 0,
  ...part,
});

describe('how often the bands held', () => {
  it('takes the tested horizon nearest to the drawn one', () => {
    expect(calibrationSentence(view(), 64)).toBe(
      'On prices it has never seen, the 80\u00a0% band held 83\u00a0% of the time 63 business days ahead, and the 50\u00a0% band 49\u00a0%.',
    );
    expect(calibrationSentence(view(), 2)).toContain('81\u00a0% of the time 1 business day ahead');
    expect(calibrationRows(tested)).toHaveLength(4);
  });
  it('claims nothing for a dropped checkpoint or without a test', () => {
    expect(calibrationSentence(view({ own: 'chronos-t5-tiny' }), 64)).toContain('Not tested by us');
    expect(calibrationSentence(view({ tested: null }), 64)).toContain('not tested');
  });
});

describe('why a band is wide', () => {
  it('gives the ends as changes of price, beside the pace of the past', () => {
    const [width, pace, read] = widthSentences(view());
    expect(width).toBe(
      'In 64 business days the 80\u00a0% band runs from \u221210\u00a0% to +13\u00a0%, about what prices wandering at last year’s pace would need.',
    );
    expect(pace).toContain('1.0\u00a0% a day over the last month');
    expect(read).toBe('It read 256 closes, none missing.');
  });
  it('says wilder, calmer, wider, narrower, gaps and little history', () => {
    const wild = view({ observedDays: 40, missingDays: 1 });
    const note = { ...wild.note, dailyMonth: 0.03, width80: 0.5 };
    const [width, pace, read] = widthSentences({ ...wild, note });
    expect(width).toContain('wider than');
    expect(pace).toContain('wilder than usual');
    expect(read).toBe(
      'It read 40 closes, 1 day between them missing. That is little history: take the band as a rough guess.',
    );
    const calm = widthSentences(view({ note: { ...wild.note, dailyMonth: 0.004, width80: 0.1 } }));
    expect(calm[0]).toContain('narrower than');
    expect(calm[1]).toContain('calmer than usual');
  });
  it('says nothing of a walk at a pace of zero', () => {
    const flat = view();
    expect(
      widthSentences({ ...flat, note: { ...flat.note, dailyYear: 0, randomWalk80: 0 } })[0],
    ).not.toContain('pace');
  });
});
