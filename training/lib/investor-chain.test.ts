import { describe, expect, it } from 'vitest';
import { behaviourLedger } from '../../src/engine/behaviour-ledger.ts';
import { behaviourAt } from '../../src/features/behaviour.ts';
import { tradeHistory } from '../../src/features/behaviour-history.ts';
import { behaviourMarket } from '../../src/features/behaviour-market.ts';
import { importFile } from '../../src/importers/import-file.ts';
import { drawInvestor } from '../../src/sim/investors/population.ts';
import { toyMarket } from '../../src/sim/investors/toy-market.ts';
import { brokerCsv } from '../../src/sim/investors/write-broker-csv.ts';

const market = behaviourMarket(toyMarket(21, { years: 8 }));

describe('the whole chain on simulated people: rows, broker file, import, lots, behaviour', () => {
  it('a file read back shows the same behaviour as the rows it was written from', () => {
    let compared = 0;
    for (let seed = 40; seed < 60 && compared < 6; seed++) {
      const person = drawInvestor(market, seed);
      if (!person) continue;
      const read = importFile({
        name: 'simulated.csv',
        bytes: new TextEncoder().encode(brokerCsv(person.transactions)),
      });
      expect(read.problems).toEqual([]);
      expect(read.transactions).toHaveLength(person.transactions.length);
      const direct = tradeHistory(person.transactions, behaviourLedger(person.transactions), market);
      const through = tradeHistory(read.transactions, behaviourLedger(read.transactions), market);
      const day = (direct.trades.at(-1)?.day ?? 0) + 1;
      const a = behaviourAt(direct, day);
      const b = behaviourAt(through, day);
      expect([...b.known]).toEqual([...a.known]);
      a.columns.forEach((c, i) => expect(b.columns[i]).toBeCloseTo(c, 3));
      compared += 1;
    }
    expect(compared).toBe(6);
  });

  it('lots as lived know no wash-sale adjustment: gains are proceeds less what was paid', () => {
    const person = drawInvestor(market, 44);
    const rows = person?.transactions ?? [];
    const ledger = behaviourLedger(rows);
    expect(ledger.washSales).toEqual([]);
    const paid = rows
      .filter((t) => t.type === 'buy' || t.type === 'reinvest')
      .reduce((a, t) => a - t.amount, 0);
    const booked =
      ledger.realized.reduce((a, r) => a + r.cost, 0) +
      ledger.openLots.reduce((a, l) => a + (l.basis ?? 0), 0);
    expect(Math.abs(booked - paid)).toBeLessThan(rows.length);
  });
});
