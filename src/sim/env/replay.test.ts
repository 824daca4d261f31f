import { describe, expect, it } from 'vitest';
import { dateOfDayNumber } from '../../core/iso-date.ts';
import type { Quantity } from '../../core/quantity.ts';
import { pcg32, type Rng } from '../../core/rng.ts';
import { foldEvents } from '../../domain/ledger/book.ts';
import type { LedgerEvent } from '../../domain/ledger/events.ts';
import type { Micros } from '../../domain/ledger/micros.ts';
import { realizedPieces } from '../../domain/ledger/read-book.ts';
import { factorMarket, USUAL_REGIMES } from '../markets/factor-simulator.ts';
import { sliceTape } from '../markets/sampler.ts';
import { weeklyTable } from '../markets/weekly-table.ts';
import { MAX_LOTS, totalValue, type Account, type TradeRecord } from './account.ts';
import { startEpisode, stepEpisode } from './episode.ts';
import { drawAccount, drawProfile } from './start-state.ts';

const table = weeklyTable(factorMarket({ days: 900, assets: 20, regimes: USUAL_REGIMES }, pcg32(2)));
const EPISODES = 1000;
const PATIENCE_MS = 180_000;
const TRADE_EVERY = 5;

const quantity = (units: number): Quantity => Math.round(units * 1e8) as Quantity;
const micros = (dollars: number): Micros => Math.round(dollars * 1e6) as Micros;
const id = (asset: number, lot: number): string => `lot-${asset}-${lot}`;

function openingBuys(a: Account): LedgerEvent[] {
  const out: LedgerEvent[] = [];
  for (let i = 0; i < a.assets; i++) {
    for (let j = 0; j < (a.lots[i] as number); j++) {
      const at = i * MAX_LOTS + j;
      out.push({
        id: id(i, a.ids[at] as number),
        date: dateOfDayNumber(a.day[at] as number),
        symbol: `S${i}`,
        account: 'main',
        type: 'buy',
        quantity: quantity(a.units[at] as number),
        cost: micros(a.basis[at] as number),
      });
    }
  }
  return out.toSorted((x, y) => (x.date < y.date ? -1 : x.date > y.date ? 1 : 0));
}

function tradeEvent(t: TradeRecord, k: number): LedgerEvent {
  const shared = { date: dateOfDayNumber(t.day), symbol: `S${t.asset}`, account: 'main' };
  if (t.side === 'buy') {
    return {
      ...shared,
      id: id(t.asset, t.lot),
      type: 'buy',
      quantity: quantity(t.units),
      cost: micros(t.dollars),
    };
  }
  const lots = [{ lot: id(t.asset, t.lot), quantity: quantity(t.units) }];
  return {
    ...shared,
    id: `sale-${k}`,
    type: 'sell',
    quantity: quantity(t.units),
    proceeds: micros(t.dollars),
    lots,
  };
}

/** Plays a random episode; the account's own sums and the events behind them. */
function playRandom(rng: Rng): { events: LedgerEvent[]; short: number; long: number; isMerged: boolean } {
  const weeks = 40;
  const tape = sliceTape(
    table,
    { from: 0, to: table.weeks, minAssets: 4, maxAssets: 10, minWeeks: weeks, maxWeeks: weeks },
    rng,
  );
  const account = drawAccount(tape.assets, tape.decisionDay[0] as number, rng);
  const profile = drawProfile(rng, totalValue(account), 2026);
  const opening = openingBuys(account);
  account.log = [];
  const e = startEpisode({
    tape,
    account,
    profile,
    objective: Float32Array.of(0, 0, 1, 0, 0, 0),
    costBps: 10,
  });
  for (let w = 0; w < weeks; w++) {
    const raw = Array.from({ length: tape.assets + 1 }, () => Math.exp(2 * rng.normal()));
    const sum = raw.reduce((x, y) => x + y, 0);
    stepEpisode(
      e,
      raw.map((x) => x / sum),
      0,
      w % TRADE_EVERY === 0 ? 0.6 : 0,
    );
  }
  const events = [...opening, ...account.log.map(tradeEvent)];
  const sold = account.longGains + account.shortGains - account.harvested;
  return { events, short: account.shortGains, long: sold, isMerged: account.lotsMerged > 0 };
}

describe('the environment against the exact ledger', () => {
  it(
    `${EPISODES} random episodes: gains agree to the cent, and not one wash sale`,
    () => {
      let compared = 0;
      let losses = 0;
      for (let k = 0; k < EPISODES; k++) {
        const run = playRandom(pcg32(k, 3));
        if (run.isMerged) continue;
        const pieces = realizedPieces(foldEvents(run.events));
        const gain = pieces.reduce((a, p) => a + p.gain, 0) / 1e6;
        const shortGains =
          pieces.filter((p) => p.term === 'short' && p.gain > 0).reduce((a, p) => a + p.gain, 0) / 1e6;
        expect(Math.abs(gain - run.long), `episode ${k}`).toBeLessThan(0.01);
        expect(Math.abs(shortGains - run.short), `episode ${k}`).toBeLessThan(0.01);
        expect(
          pieces.every((p) => p.disallowed === 0),
          `a wash sale in episode ${k}`,
        ).toBe(true);
        losses += pieces.filter((p) => p.gain < 0).length;
        compared++;
      }
      expect(compared).toBeGreaterThan(EPISODES / 2);
      expect(losses).toBeGreaterThan(compared);
    },
    PATIENCE_MS,
  );
});
