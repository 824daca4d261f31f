import { describe, expect, it } from 'vitest';
import { quantityToNumber } from '../../core/quantity.ts';
import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import { behaviourMarket } from '../../features/behaviour-market.ts';
import { INVESTOR_KINDS } from './kinds.ts';
import { drawInvestor } from './population.ts';
import { toyMarket } from './toy-market.ts';
import { brokerCsv } from './write-broker-csv.ts';

const panel = toyMarket(4, { years: 9 });
const market = behaviourMarket(panel);
const draw = (seed: number) => drawInvestor(market, seed);

describe('simulated investors', () => {
  it('cover every objective with rules that are not the policy, the eight named ones among them', () => {
    for (const o of OBJECTIVES)
      expect(INVESTOR_KINDS.filter((k) => k.objective === o).length).toBeGreaterThanOrEqual(3);
    const names = INVESTOR_KINDS.map((k) => k.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'indexHolder',
        'dividendCollector',
        'momentumChaser',
        'decemberHarvester',
        'yearMarkSeller',
        'panicSeller',
        'bargainBuyer',
        'rebalancer',
      ]),
    );
  });

  it('repeat with the seed and differ without it', () => {
    expect(draw(11)).toEqual(draw(11));
    expect(draw(11)?.transactions).not.toEqual(draw(12)?.transactions);
  });

  it('never sell what they do not have, never spend money they do not have, and carry a point of the simplex', () => {
    for (let seed = 0; seed < 25; seed++) {
      const person = draw(seed);
      if (!person) continue;
      expect(person.objective.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      const held = new Map<string, number>();
      let cash = 0;
      for (const t of person.transactions) {
        cash += t.amount;
        if (t.symbol) held.set(t.symbol, (held.get(t.symbol) ?? 0) + quantityToNumber(t.quantity));
        expect(cash).toBeGreaterThanOrEqual(-5);
        for (const shares of held.values()) expect(shares).toBeGreaterThan(-1e-5);
      }
      const dates = person.transactions.map((t) => t.date);
      expect(dates).toEqual(dates.toSorted());
    }
  });

  it('do not know tomorrow: other closes after a day leave the rows up to it unchanged', () => {
    const cut = 1500;
    const other = behaviourMarket({
      ...panel,
      close: panel.close.map((c, i) =>
        i % panel.dates.length > cut ? c * (1 + ((i * 7919) % 100) / 400) : c,
      ),
    });
    const until = panel.dates[cut] as string;
    let compared = 0;
    for (let seed = 0; seed < 12; seed++) {
      const a = draw(seed)?.transactions.filter((t) => t.date <= until) ?? [];
      const b = drawInvestor(other, seed)?.transactions.filter((t) => t.date <= until) ?? [];
      expect(b).toEqual(a);
      compared += a.length;
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('December harvesters realise losses in December, year-mark sellers sell after a year', () => {
    const only = (name: string) =>
      Array.from({ length: 10 }, (_, s) =>
        drawInvestor(market, 900 + s, {
          kinds: INVESTOR_KINDS.filter((k) => k.name === name),
          mixtures: 0,
          changes: 0,
          policyDriven: 0,
        }),
      ).flatMap((p) => p?.transactions ?? []);
    const sells = only('decemberHarvester').filter((t) => t.type === 'sell');
    expect(sells.length).toBeGreaterThan(20);
    expect(sells.filter((t) => t.date.slice(5, 7) === '12').length / sells.length).toBeGreaterThan(0.6);
    expect(only('yearMarkSeller').filter((t) => t.type === 'sell').length).toBeGreaterThan(20);
  });

  it('are written the way a broker exports them: newest first, one line a row', () => {
    const person = draw(3);
    const lines = brokerCsv(person?.transactions ?? [])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength((person?.transactions.length ?? 0) + 1);
    expect(lines[0]).toBe('"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"');
    for (const l of lines.slice(1)) expect(l).toMatch(/^"\d\d\/\d\d\/\d{4}","[A-Z][A-Za-z ]+",/);
  });
});
