import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { joinTables } from './join-tables.ts';
import { mergePrices } from './merge-panels.ts';
import { parseMetaCsv } from './meta-csv.ts';
import { parsePriceFile } from './price-file.ts';
import { symbolOfFileName } from './ticker-csv.ts';
import { parseWideCsv } from './wide-csv.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('wide price files', () => {
  it('reads numbers exactly as Number() does, blanks as not listed', () => {
    const t = parseWideCsv(
      bytes('date,AA,bb,C\n2024-01-02,0.000834446,1.04e+04,\n2024-01-03,93576,,"12.5"\n'),
    );
    expect(t.symbols).toEqual(['AA', 'BB', 'C']);
    expect([...t.close]).toEqual([0.000834446, 93576, 10400, 0, 0, 12.5].map(Math.fround));
    expect(t.problems).toEqual([]);
  });

  it('sorts days, keeps the last line of a day, and reports what it cannot read', () => {
    const t = parseWideCsv(
      bytes(
        '\uFEFFDate;A;A;\r\n2024-01-03;3;9\r\nyesterday;1;1\r\n2024-01-02;2;x\r\n2024-01-03;-4;\r\n2024-01-03;5;\r\n',
      ),
    );
    expect(t.symbols).toEqual(['A']);
    expect(t.dates).toEqual(['2024-01-02', '2024-01-03']);
    expect([...t.close]).toEqual([2, 5]);
    expect(t.problems.map((p) => p.line)).toEqual([3, 4, 5, 1]);
  });

  it('refuses a file without prices by name', () => {
    expect(() => parseWideCsv(bytes(''))).toThrow('no dated prices');
    expect(() => parseWideCsv(bytes('hello world\nnothing here\n'))).toThrow('no dated prices');
  });

  it('reads 5 million cells in seconds', () => {
    const row = ',123.45'.repeat(1000);
    const lines = ['date' + Array.from({ length: 1000 }, (_, i) => `,S${i}`).join('')];
    for (let y = 2000; y < 2015; y++)
      for (let m = 1; m <= 12; m++) for (let d = 1; d <= 28; d++) lines.push(`${y}-${m}-${d}${row}`);
    const data = bytes(lines.join('\n'));
    const from = performance.now();
    expect(parseWideCsv(data).dates.length).toBe(15 * 12 * 28);
    expect(performance.now() - from).toBeLessThan(8000);
  });
});

describe('histories of one ticker', () => {
  it('takes the adjusted close of Yahoo and its dollar volume', () => {
    const [t] = parsePriceFile(
      bytes(
        'Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,10,9.5,2000000\n2024-01-03,null,null,null,null,null,null\n',
      ),
      'brk-b.csv',
    );
    expect(t).toMatchObject({ symbols: ['BRK-B'], dates: ['2024-01-02'], problems: [] });
    expect([...(t?.close ?? [])]).toEqual([9.5]);
    expect([...(t?.dollarVolume ?? [])]).toEqual([20]);
  });

  it('reads both layouts of Stooq', () => {
    const [page] = parsePriceFile(
      bytes('Date,Open,High,Low,Close,Volume\r\n2024-01-02,1,2,1,10,5\r\n'),
      'aapl_us_d.csv',
    );
    expect(page).toMatchObject({ symbols: ['AAPL'], dates: ['2024-01-02'] });
    const archive =
      '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nMSFT.US,D,20240102,000000,1,2,1,370.5,100,0\n';
    const [bulk] = parsePriceFile(bytes(archive), 'whatever.txt');
    expect(bulk).toMatchObject({ symbols: ['MSFT'], dates: ['2024-01-02'] });
    expect(bulk?.close[0]).toBe(370.5);
  });

  it('tells the layouts apart by content, not by name', () => {
    expect(parsePriceFile(bytes('date,OPEN,LOW\n2024-01-02,3,4\n'), 'AAPL.csv')[0]?.symbols).toEqual([
      'OPEN',
      'LOW',
    ]);
    expect(symbolOfFileName('/tmp/My Data/brk-b.us.csv.gz')).toBe('BRK-B');
  });
});

describe('one calendar', () => {
  const days = (from: string, n: number): string[] =>
    Array.from(
      { length: n },
      (_, i) => `${from.slice(0, 8)}${String(Number(from.slice(8)) + i).padStart(2, '0')}`,
    );

  it('drops weekends and lags coins by a day: Monday sees Sunday', () => {
    const coin = parseWideCsv(
      bytes(
        'date,COIN-USD\n' +
          days('2024-01-01', 14)
            .map((d, i) => `${d},${i + 1}`)
            .join('\n'),
      ),
    );
    const share = parseWideCsv(
      bytes(
        'date,SHR\n' +
          days('2024-01-02', 4)
            .concat(days('2024-01-08', 5))
            .map((d) => `${d},7`)
            .join('\n'),
      ),
    );
    const panel = joinTables([share, coin]);
    expect(panel.dates).toEqual([...days('2024-01-02', 4), ...days('2024-01-08', 5)]);
    expect([...panel.close.subarray(9)]).toEqual([1, 2, 3, 4, 7, 8, 9, 10, 11]);
    expect(panel.assets[1]).toMatchObject({ symbol: 'COIN-USD', assetClass: 'crypto', isHome: false });
  });

  it('ends a delisted series after a few carried days, the same way whether or not the file goes on', () => {
    const rows = days('2024-01-08', 5).concat(days('2024-01-15', 5));
    const text = (n: number): Uint8Array =>
      bytes(
        'date,LIVE,GONE\n' +
          rows
            .slice(0, n)
            .map((d, i) => `${d},5,${i < 2 ? 3 : ''}`)
            .join('\n'),
      );
    const whole = joinTables([parseWideCsv(text(10))]);
    expect([...whole.close.subarray(10)]).toEqual([3, 3, 3, 3, 3, 0, 0, 0, 0, 0]);
    const cut = joinTables([parseWideCsv(text(4))]);
    expect([...cut.close.subarray(4)]).toEqual([...whole.close.subarray(10, 14)]);
  });

  it('adds a dropped file to a market: new symbols, later days, replaced series', () => {
    const base = joinTables([parseWideCsv(bytes('date,A,B\n2024-01-02,1,2\n2024-01-03,1,2\n'))], {
      synthetic: true,
    });
    const merged = mergePrices(base, [parseWideCsv(bytes('date,B,C\n2024-01-03,20,30\n2024-01-04,21,31\n'))]);
    expect(merged.assets.map((a) => a.symbol)).toEqual(['A', 'B', 'C']);
    expect(merged.dates).toEqual(['2024-01-02', '2024-01-03', '2024-01-04'].map(isoDate));
    expect([...merged.close]).toEqual([1, 1, 0, 0, 20, 21, 0, 30, 31]);
    expect(merged.synthetic).toBe(true);
  });
});

describe('asset descriptions', () => {
  it('maps the words of the file to our classes and sectors', () => {
    const meta = parseMetaCsv(
      'ticker,name,asset_class,sector,industry,country,file\n' +
        'AAA,"Acme, ""The"" Inc.",equity,Energy,Oil,United States,prices-us-equity\n' +
        'FFF,Vanguard FTSE Emerging Markets ETF,etf-equity,Large Blend,x,ETF (US-listed),prices-etf\n' +
        'BBB,Bonds,bond,Treasury,x,ETF (US-listed),prices-etf\nRRR,Reit,reit,Real Estate,x,United States,prices-us-equity\n' +
        'EUR,Euro,fx,Currency,x,,prices-fx\nXXX,Foreign plc,equity,Nonsense,x,Ireland,prices-us-equity\n',
    );
    expect(meta.get('AAA')).toEqual({
      symbol: 'AAA',
      name: 'Acme, "The" Inc.',
      assetClass: 'equity',
      sector: 'Energy',
      isFund: false,
      isHome: true,
    });
    expect(meta.get('FFF')).toMatchObject({
      assetClass: 'equityFund',
      sector: null,
      isFund: true,
      isHome: false,
    });
    expect(meta.get('BBB')).toMatchObject({ assetClass: 'bond', sector: null, isFund: true, isHome: true });
    expect(meta.get('RRR')).toMatchObject({ assetClass: 'realEstate', sector: 'Real Estate', isFund: false });
    expect(meta.get('EUR')).toMatchObject({ assetClass: 'cash' });
    expect(meta.get('XXX')).toMatchObject({ sector: null, isHome: false });
  });
});
