import { describe, expect, it } from 'vitest';
import { importFile } from './import-file.ts';
import { SMALL_FILES, utf8 } from './testing/small-files.ts';

const read = (text: string, mapping?: Parameters<typeof importFile>[1]) =>
  importFile({ name: 'x.csv', bytes: utf8(text) }, mapping);

describe('tables no broker claims', () => {
  it('imports clear column names at once', () => {
    const r = read(
      'Date,Type,Symbol,Quantity,Price,Fee\n2024-01-02,Buy,ABC,10,180.5,1\n2024-02-02,Sell,ABC,5,190,1.5\n2024-03-01,Dividend,ABC,5,0.24,0\n',
    );
    expect(r.needsMapping).toBeNull();
    expect(r.transactions.map((t) => [t.type, t.quantity / 1e8, t.amount])).toEqual([
      ['buy', 10, -180600],
      ['sell', -5, 94850],
      ['dividend', 0, 120],
    ]);
    expect(r.transactions[0]?.flags).toContain('amount_computed');
  });

  it('asks when day and month, the decimal mark or an action are unclear', () => {
    const h = 'Date,Type,Symbol,Quantity,Price\n';
    for (const rows of [
      '01/02/2024,Buy,ABC,10,5.5\n',
      '2024-01-02,Buy,ABC,"1,500","1,250"\n',
      '2024-01-02,Zap,ABC,10,5.5\n',
    ]) {
      const r = read(h + rows);
      expect(r.needsMapping?.headers).toEqual(['Date', 'Type', 'Symbol', 'Quantity', 'Price']);
      expect(r.transactions).toEqual([]);
      expect(r.problems.map((p) => p.code)).toEqual(['needs-mapping']);
    }
  });

  it("reads by the person's mapping, with every distinct value offered", () => {
    const text = SMALL_FILES['unknown'] as string;
    const asked = read(text).needsMapping;
    expect(asked?.distinct['Was']).toEqual(['etwas', 'anderes']);
    const file =
      'Wann,Was,Wieviel,Wovon,Geld\n03/04/2025,rein,5,ABC,-10\n04/04/2025,raus,2,ABC,5\n05/04/2025,egal,0,,0\n06/04/2025,neu,1,ABC,2\n';
    const r = read(file, {
      mapping: {
        columns: { date: 'Wann', type: 'Was', quantity: 'Wieviel', symbol: 'Wovon', amount: 'Geld' },
        actions: { rein: 'buy', raus: 'sell', egal: '' },
        dateOrder: 'dmy',
      },
    });
    expect(r.transactions.map((t) => [t.date, t.type, t.quantity / 1e8, t.amount])).toEqual([
      ['2025-04-03', 'buy', 5, -1000],
      ['2025-04-04', 'sell', -2, 500],
    ]);
    expect(r.problems.map((p) => [p.line, p.code])).toEqual([[5, 'unknown-action']]);
    expect(r.ignored.flatMap((i) => i.lines)).toEqual([4]);
  });

  it('gives the same fingerprint to the same columns only', () => {
    const f = (t: string): string | undefined => read(t).needsMapping?.fingerprint;
    expect(f('A,B,C\n1,2,3\n')).toBe(f('a, b ,C\n4,5,6\n'));
    expect(f('A,B,C\n1,2,3\n')).not.toBe(f('A,C,B\n1,2,3\n'));
  });

  it('reads Ghostfolio files and keeps the lines of the JSON', () => {
    const r = read(SMALL_FILES['ghostfolio'] as string);
    expect(r.transactions.map((t) => [t.lines[0], t.type, t.symbol, t.amount])).toEqual([
      [2, 'buy', 'ABC', -20200],
      [3, 'sell', 'ABC', 11000],
    ]);
    const csv = read(
      'Date,Code,DataSource,Currency,Price,Quantity,Action,Fee,Note\n2025-01-05,ABC,YAHOO,USD,100.5,2,buy,1,x\n2025-01-06,X,MANUAL,USD,1,1,item,0,\n',
    );
    expect(csv.transactions.map((t) => [t.type, t.symbol, t.amount])).toEqual([['buy', 'ABC', -20200]]);
  });

  it('reads the JSON variant of the Schwab export', () => {
    const r = read(
      '{"FromDate":"01/01/2024","BrokerageTransactions":[\n{"Date":"01/05/2024","Action":"Buy","Symbol":"ZED","Description":"ZED INC","Quantity":"1,000","Price":"$2.00","Fees & Comm":"","Amount":"-$2,000.00"}\n]}',
    );
    expect(r.format.id).toBe('schwab-transactions');
    expect(r.transactions.map((t) => [t.lines[0], t.type, t.quantity / 1e8, t.amount])).toEqual([
      [2, 'buy', 1000, -200000],
    ]);
  });
});
