import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/core/iso-date.ts';
import { pcg32 } from '../../src/core/rng.ts';
import { testPanel } from '../../src/features/test-panel.ts';
import { assertSamplesTrainingOnly } from './encoder-corpus.ts';
import { HORIZON, sampleDate } from './encoder-samples.ts';
import { assertTrainingOnly, restrictPanel, type Holdout } from './market-data.ts';

const panel = testPanel(9, 8, 420);
const day = (t: number) => panel.dates[t] as (typeof panel.dates)[number];
const holdout: Holdout = {
  heldoutTickers: new Set(['A6', 'A7']),
  dates: {
    trainStart: day(0),
    trainEnd: day(300),
    validationFrom: day(250),
    validationTo: day(300),
    testStart: day(330),
    testEnd: day(419),
  },
};
const training = restrictPanel(panel, (s) => !holdout.heldoutTickers.has(s), day(0), day(300));

describe('what is held out is never trained on', () => {
  it('a panel that was cut passes', () => {
    expect(() => assertTrainingOnly(training, holdout)).not.toThrow();
    expect(training.assets.map((a) => a.symbol)).toEqual(['A0', 'A1', 'A2', 'A3', 'A4', 'A5']);
    expect(training.close.length).toBe(6 * 301);
  });

  it('one held-out ticker, one late day, or closes beyond the days are refused', () => {
    const withTicker = restrictPanel(panel, (s) => s !== 'A7', day(0), day(300));
    expect(() => assertTrainingOnly(withTicker, holdout)).toThrow('held-out ticker A6');
    const withDay = restrictPanel(panel, (s) => s < 'A6', day(0), day(301));
    expect(() => assertTrainingOnly(withDay, holdout)).toThrow(
      `day ${day(301)} is after the end of training`,
    );
    const behind = { ...training, close: panel.close };
    expect(() => assertTrainingOnly(behind, holdout)).toThrow('closes reach beyond');
  });

  it('one sample with a held-out ticker or a late day is refused, from whatever cache it came', () => {
    const good = { date: day(200), symbols: ['A0', 'A1'] };
    expect(() => assertSamplesTrainingOnly([good], holdout)).not.toThrow();
    expect(() => assertSamplesTrainingOnly([good, { ...good, symbols: ['A0', 'A6'] }], holdout)).toThrow(
      'held-out ticker A6',
    );
    expect(() =>
      assertSamplesTrainingOnly([good, { ...good, date: isoDate('2030-01-01') }], holdout),
    ).toThrow('after the end of training');
  });

  it('targets of the last sample end inside the training days: a later one cannot be drawn', () => {
    const last = training.dates.length - 1 - HORIZON;
    expect(sampleDate(training, last, 6, pcg32(1)).date).toBe(day(300 - HORIZON));
    expect(() => sampleDate(training, last + 1, 6, pcg32(1))).toThrow(RangeError);
  });
});
