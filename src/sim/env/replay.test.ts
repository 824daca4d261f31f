import { describe, expect, it } from 'vitest';
import { pcg32, type Rng } from '../../core/rng.ts';
import { foldEvents } from '../../domain/ledger/book.ts';
import type { LedgerEvent } from '../../domain/ledger/events.ts';
import { realizedPieces } from '../../domain/ledger/read-book.ts';
import { factorMarket, USUAL_REGIMES } from '../markets/factor-simulator.ts';
import { sliceTape } from '../markets/sampler.ts';
import { weeklyTable } from '../markets/weekly-table.ts';
import { totalValue } from './account.ts';
import { startEpisode, stepEpisode } from './episode.ts';
import { openingEvents, replayEvents } from './replay.ts';
import { drawAccount, drawProfile } from './start-state.ts';

const table = weeklyTable(factorMarket({ days: 900, assets: 20, regimes: USUAL_REGIMES }, pcg32(2)));
const EPISODES = 1000;
const PATIENCE_MS = 180_000;
/** Every third episode trades each week, the others every fifth. */
const tradesEvery = (k: number): number => (k % 3 === 0 ? 1 : 5);

/** Plays a random episode; the account's own sums and the events behind them. */
function playRandom(
  rng: Rng,
  tradeEvery: number,
): { events: LedgerEvent[]; short: number; long: number; isMerged: boolean; forced: number } {
  const weeks = 40;
  const tape = sliceTape(
    table,
    { from: 0, to: table.weeks, minAssets: 4, maxAssets: 10, minWeeks: weeks, maxWeeks: weeks },
    rng,
  );
  const account = drawAccount(tape.assets, tape.decisionDay[0] as number, rng);
  const profile = drawProfile(rng, totalValue(account), 2026);
  const opening = openingEvents(account);
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
      w % tradeEvery === 0 ? 0.6 : 0,
    );
  }
  const events = replayEvents(opening, account.log);
  const sold = account.longGains + account.shortGains - account.harvested;
  return {
    events,
    short: account.shortGains,
    long: sold,
    isMerged: account.lotsMerged > 0,
    forced: account.forcedSales,
  };
}

describe('the environment against the exact ledger', () => {
  it(
    `${EPISODES} random episodes: gains agree to the cent, and no decided trade washes a loss`,
    () => {
      let compared = 0;
      let losses = 0;
      let forced = 0;
      for (let k = 0; k < EPISODES; k++) {
        const run = playRandom(pcg32(k, 3), tradesEvery(k));
        const pieces = realizedPieces(foldEvents(run.events));
        // Tax due with nothing else to sell can force a wash; a trade that was decided must not cause one.
        if (run.forced > 0) {
          forced++;
          continue;
        }
        expect(
          pieces.filter((p) => p.disallowed !== 0),
          `a wash sale in episode ${k}`,
        ).toEqual([]);
        losses += pieces.filter((p) => p.gain < 0).length;
        // Joined lots share one basis, so only the sum of their gains could be compared.
        if (run.isMerged) continue;
        const gain = pieces.reduce((a, p) => a + p.gain, 0) / 1e6;
        const shortGains =
          pieces.filter((p) => p.term === 'short' && p.gain > 0).reduce((a, p) => a + p.gain, 0) / 1e6;
        expect(Math.abs(gain - run.long), `episode ${k}`).toBeLessThan(0.01);
        expect(Math.abs(shortGains - run.short), `episode ${k}`).toBeLessThan(0.01);
        compared++;
      }
      expect(compared).toBeGreaterThan(EPISODES / 2);
      expect(losses).toBeGreaterThan(compared);
      expect(forced).toBeLessThan(EPISODES / 20);
    },
    PATIENCE_MS,
  );
});
