import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { asOf } from './as-of.ts';
import { joinTables } from './join-tables.ts';
import { parseWideCsv } from './wide-csv.ts';

const text = 'date,A,B\n2024-01-02,1,\n2024-01-03,2,10\n2024-01-04,4,11\n2024-01-05,8,12\n';
const panel = joinTables([parseWideCsv(new TextEncoder().encode(text))]);

describe('asOf', () => {
  it('shows closes up to and including the day', () => {
    const v = asOf(panel, isoDate('2024-01-04'));
    expect(v.date).toBe('2024-01-04');
    expect(v.dates()).toEqual(['2024-01-02', '2024-01-03', '2024-01-04']);
    expect([...v.closes(v.indexOf('A'))]).toEqual([1, 2, 4]);
    expect([...v.closes(1, 2)]).toEqual([10, 11]);
    expect(v.lastClose('B')).toEqual({ close: 11, date: '2024-01-04' });
    expect(v.lastClose('ZZ')).toBeNull();
    expect([...v.returns(0, 2)]).toEqual([Math.log(2), Math.log(2)]);
    expect(v.returns(1, 5).length).toBe(1);
  });

  it('falls back to the last trading day and refuses a day before the data', () => {
    expect(asOf(panel, isoDate('2024-01-07')).date).toBe('2024-01-05');
    expect(() => asOf(panel, isoDate('2023-12-31'))).toThrow('begins 2024-01-02');
  });

  it('gives no way to the future: nothing handed out reaches a later close, and writing to it changes nothing', () => {
    const v = asOf(panel, isoDate('2024-01-03'));
    const series = v.closes(0);
    expect(new Float32Array(series.buffer).length).toBe(2);
    expect(v.close(0, -1)).toBe(0);
    series[0] = 99;
    expect(v.close(0, 1)).toBe(1);
    const numbers = Object.values(v).flatMap((x) => (ArrayBuffer.isView(x) ? [x] : []));
    expect(numbers).toEqual([]);
  });

  it('is the same whatever the future holds', () => {
    const other = joinTables([parseWideCsv(new TextEncoder().encode(text.replace('8,12', '0.01,9999')))]);
    const [a, b] = [panel, other].map((p) => asOf(p, isoDate('2024-01-04')));
    expect([...(a?.closes(0) ?? [])]).toEqual([...(b?.closes(0) ?? [])]);
    expect(a?.returns(1, 9)).toEqual(b?.returns(1, 9));
  });
});
