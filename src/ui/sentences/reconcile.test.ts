import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { reconcileSentence, whyViewsDiffer } from './reconcile.ts';

const of = (...rows: ReturnType<typeof row>[]) => ({
  total: rows.length,
  rows,
  sales: new Set(rows.map((r) => r.saleId)).size,
  lawMinusBroker: cents(rows.reduce((sum, r) => sum + r.lawDisallowed - r.brokerDisallowed, 0)),
});

const row = (saleId: string, law: number, broker: number) => ({
  saleId,
  symbol: 'ORCA',
  sold: isoDate('2025-03-04'),
  lawDisallowed: cents(law),
  brokerDisallowed: cents(broker),
  lawGain: cents(-100 + law),
  brokerGain: cents(-100 + broker),
});

describe('the two ways to count wash sales', () => {
  it('says when they agree', () => {
    expect(reconcileSentence(of())).toContain('tie to your brokers’ 1099-B');
  });
  it('says how much, on how many sales, and why', () => {
    const text = reconcileSentence(of(row('a', 120_000, 0), row('a', 500, 0), row('b', 0, 0)));
    expect(text).toContain('on 2 sales');
    expect(text).toContain('$1,205 more of loss uncounted');
    expect(text).toContain('one account and one security');
    expect(reconcileSentence(of(row('a', 0, 30_000)))).toContain('1 sale: the law leaves $300 less');
    expect(reconcileSentence(of(row('a', 0, 0)))).toContain('in when a loss counts');
  });
  it('gives each row its own reason', () => {
    const reasons = [row('a', 5, 0), row('a', 0, 5), row('a', 5, 5)].map(whyViewsDiffer);
    expect(new Set(reasons).size).toBe(3);
  });
});
