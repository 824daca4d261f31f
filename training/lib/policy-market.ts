import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IsoDate } from '../../src/core/iso-date.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { findMarketDir } from './market-data.ts';

/**
 * What the policy's training needs beside prices: which shares were in the S&P 500 on which day (drawing from today's
 * survivors would flatter everything), and what cash earned.
 */
export interface MarketSides {
  /** Shares only while in the index, funds, bonds, commodities and coins always. */
  readonly isEligible: (asset: number, dayIndex: number) => boolean;
  /** Simple daily return of cash. */
  readonly cashReturnAt: (dayIndex: number) => number;
}

interface Spell {
  readonly from: string;
  readonly to: string;
}

/** Symbol -> membership spells. */
function readSpells(dir: string): Map<string, Spell[]> {
  const out = new Map<string, Spell[]>();
  for (const line of readFileSync(join(dir, 'sp500-membership.csv'), 'utf8').trim().split('\n').slice(1)) {
    const [, from = '', to = '', symbol = ''] = line.split(',');
    const list = out.get(symbol) ?? [];
    list.push({ from, to: to || '9999-12-31' });
    out.set(symbol, list);
  }
  return out;
}

/** Date -> daily return of cash, carried forward over gaps. */
function readCash(dir: string, dates: readonly IsoDate[]): Float64Array {
  const rows = readFileSync(join(dir, 'rates.csv'), 'utf8').trim().split('\n');
  const column = (rows[0] as string).split(',').indexOf('rf_daily');
  const byDate = new Map(rows.slice(1).map((r) => [r.slice(0, 10), Number(r.split(',')[column])]));
  let last = 0;
  return Float64Array.from(dates, (d) => {
    const x = byDate.get(d);
    if (x !== undefined && Number.isFinite(x)) last = x;
    return last;
  });
}

/** The sides of a panel read from the market folder. @throws Error when there is none. */
export function marketSides(panel: Panel): MarketSides {
  const dir = findMarketDir();
  if (dir === null) throw new Error('No market data: put it into ../shared/market or set KEEPFOLIO_MARKET.');
  const spells = readSpells(dir);
  const cash = readCash(dir, panel.dates);
  return {
    isEligible(asset, dayIndex) {
      const a = panel.assets[asset] as Panel['assets'][number];
      if (a.isFund || (a.assetClass !== 'equity' && a.assetClass !== 'realEstate')) return true;
      const day = panel.dates[dayIndex] as string;
      return (spells.get(a.symbol) ?? []).some((s) => s.from <= day && day <= s.to);
    },
    cashReturnAt: (dayIndex) => cash[dayIndex] ?? 0,
  };
}
