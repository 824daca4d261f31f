import { monthOf, yearOf, dayOf, isoDate, type IsoDate } from '../../src/core/iso-date.ts';
import { pcg32, type Rng } from '../../src/core/rng.ts';
import { lastIndexOnOrBefore } from '../../src/domain/market/as-of.ts';
import { fidelityCsv, schwabCsv } from './broker-layouts.ts';
import type { DemoMarket } from './demo-market.ts';
import { SampleAccount, type SampleRow } from './sample-account.ts';

/** One invented client: how the app introduces them, and the file they would drop. */
export interface SampleClient {
  readonly id: string;
  readonly name: string;
  readonly blurb: string;
  readonly file: string;
  readonly accountType: 'taxable';
  readonly csv: string;
  readonly rows: readonly SampleRow[];
}

const FROM = isoDate('2021-01-04');

interface Walk {
  readonly account: SampleAccount;
  readonly rng: Rng;
  readonly day: number;
  readonly date: IsoDate;
  readonly isMonthStart: boolean;
  readonly tradeDay: number;
}

/** Walks an account through every trading day from 2021 on; `act` decides after the day's splits and dividends are booked. */
function walk(market: DemoMarket, account: SampleAccount, rng: Rng, act: (w: Walk) => void): void {
  const { dates } = market.panel;
  const first = lastIndexOnOrBefore(dates, FROM);
  for (let day = first; day < dates.length; day++) {
    account.openDay(day);
    const date = dates[day] as IsoDate;
    const isMonthStart = day === first || monthOf(date) !== monthOf(dates[day - 1] as IsoDate);
    if (isMonthStart && day > first && [1, 4, 7, 10].includes(monthOf(date))) {
      account.interest(day, Math.round(account.cash * 0.0009 * 100) / 100, 'Interest on cash');
    }
    act({ account, rng, day, date, isMonthStart, tradeDay: day - first });
  }
}

/** Pairs of unlike companies in one sector, each the stand-in for the other while a wash-sale window is open. */
const HARVEST_PAIRS = [
  ['BRLN', 'CSTK'],
  ['HMLK', 'DNRX'],
  ['OATW', 'KEGR'],
  ['PTRL', 'PYPE'],
  ['FKBK', 'INSR'],
  ['MDCX', 'RXLB'],
  ['AERV', 'GRDR'],
  ['SFTL', 'HRDW'],
  ['CHMW', 'STLY'],
  ['LOFT', 'WHSE'],
  ['VLTW', 'GRDP'],
] as const;
const HARVEST_CORE = ['KFTM', 'KFIN', 'KBMU'] as const;

/** Trading days after a loss sale in which a name is left alone: 24 of them are at least 31 calendar days. */
const WASH_DAYS = 24;

/**
 * The harvester: one lot each of many names beside three funds. Whatever stands below its cost is sold whole every other week (every
 * week late in the year) and its sector partner, or another name not sold lately, bought the same day. Gains are left alone; a few
 * are trimmed after a year. Now and then an old name is bought back too soon.
 */
function harvester(market: DemoMarket): readonly SampleRow[] {
  const account = new SampleAccount(market, (s) => s === 'KFTM');
  const lossSales = new Map<string, number>();
  const names: readonly string[] = HARVEST_PAIRS.flat();
  const partnerOf = new Map<string, string>(
    HARVEST_PAIRS.flatMap(
      ([a, b]) =>
        [
          [a, b],
          [b, a],
        ] as const,
    ),
  );
  const isResting = (s: string, day: number): boolean =>
    day - (lossSales.get(s) ?? -WASH_DAYS - 1) <= WASH_DAYS;
  const isFree = (s: string, day: number): boolean =>
    account.held(s) === 0 && !isResting(s, day) && !account.splitsOn(s, day);
  const buyAnother = (rng: Rng, day: number, dollars: number, first?: string): void => {
    const free = names.filter((s) => isFree(s, day));
    const chosen =
      first !== undefined && free.includes(first) ? first : free[rng.int(Math.max(1, free.length))];
    account.buy(day, chosen ?? (HARVEST_CORE[rng.int(HARVEST_CORE.length)] as string), dollars);
  };
  const review = (rng: Rng, day: number, symbol: string, lossTaken: number): void => {
    const lots = account.lotsOf(symbol, day);
    const best = Math.max(...lots.map((l) => l.gain));
    const old = lots.filter((l) => l.daysHeld > 380 && l.gain > 0.6).reduce((sum, l) => sum + l.quantity, 0);
    if (best < -lossTaken) {
      const proceeds = account.sell(day, symbol, account.held(symbol));
      lossSales.set(symbol, day);
      buyAnother(rng, day, proceeds, partnerOf.get(symbol));
    } else if (old > 0 && rng.uniform() < 0.015) account.sell(day, symbol, Math.floor(old / 3));
  };
  walk(market, account, pcg32(101), ({ rng, day, date, isMonthStart, tradeDay }) => {
    if (tradeDay === 0) {
      account.deposit(day, 180_000, 'Tfr FIRST EXAMPLE BANK, A HARPER');
      for (const s of HARVEST_CORE) account.buy(day, s, 18_000);
      for (const [a] of HARVEST_PAIRS) account.buy(day, a, 11_000);
      return;
    }
    if (isMonthStart && monthOf(date) % 3 === 1)
      account.deposit(day, 15_000, 'Tfr FIRST EXAMPLE BANK, A HARPER');
    if (isMonthStart && monthOf(date) === 4) account.deposit(day, -4_500, 'Tfr FIRST EXAMPLE BANK, A HARPER');
    const late = monthOf(date) >= 11;
    if (tradeDay % (late ? 5 : 10) !== 3) return;
    for (const symbol of account.symbols()) {
      if (names.includes(symbol) && !account.splitsOn(symbol, day))
        review(rng, day, symbol, late ? 0.02 : 0.04);
    }
    while (account.cash > 5_500) buyAnother(rng, day, 5_000);
    // The slip: a little of a name sold at a loss days ago is bought back inside the 30 days.
    const resting = [...lossSales].filter(
      ([s, sold]) => day - sold > 0 && day - sold < 18 && account.price(s, day) > 0,
    );
    const slip = resting[0];
    if (slip && rng.uniform() < 0.04 && !account.splitsOn(slip[0], day)) account.buy(day, slip[0], 1_500);
  });
  return account.rows;
}

const HOLD_FUNDS = ['KFTM', 'KFIN', 'KFDV', 'KBAG', 'KRST'] as const;
const HOLD_SHARES = ['PAYQ', 'RXLB', 'OATW', 'RLLN', 'HRDW', 'GRDP', 'DNRX', 'CHMW'] as const;

/** The buyer and holder: a deposit a month, funds and a few blue chips, every dividend reinvested, almost never a sale. */
function buyAndHold(market: DemoMarket): readonly SampleRow[] {
  const account = new SampleAccount(market, () => true);
  walk(market, account, pcg32(202), ({ rng, day, date, isMonthStart, tradeDay }) => {
    if (tradeDay === 0) {
      account.deposit(day, 40_000, '');
      for (const s of HOLD_FUNDS) account.buy(day, s, 5_000);
      for (const s of HOLD_SHARES.slice(0, 4)) account.buy(day, s, 3_000);
    }
    if (tradeDay === 70) account.sharesIn(day, 'HRDW', 30);
    if (isMonthStart && tradeDay > 0) {
      account.deposit(day, 1_250, '');
      const fund = HOLD_FUNDS[(monthOf(date) + yearOf(date)) % HOLD_FUNDS.length] as string;
      account.buy(day, fund, 1_150);
    }
    if (isMonthStart && monthOf(date) % 6 === 3) {
      const share = HOLD_SHARES[rng.int(HOLD_SHARES.length)] as string;
      if (!account.splitsOn(share, day)) account.buy(day, share, 900);
    }
    // Once, after four years, a small rebalancing out of long-held lots; once, a withdrawal for a roof.
    if (isMonthStart && yearOf(date) === 2025 && monthOf(date) === 2) account.sell(day, 'KFTM', 8);
    if (isMonthStart && yearOf(date) === 2025 && monthOf(date) === 3) account.deposit(day, -1_000, '');
  });
  return account.rows;
}

const TRADED = [
  'CHPN',
  'QNTB',
  'SFTL',
  'PLYV',
  'TRVO',
  'LNDR',
  'GNMQ',
  'PTRL',
  'ORML',
  'STLY',
  'SLRA',
  'MDCX',
  'AERV',
  'CSTK',
  'PAYQ',
  'HMLK',
  'GRDR',
  'FKBK',
  'RXLB',
  'MALX',
  'KOIL',
  'KFTK',
] as const;

/** The trader: owns the handful that rose most over the last quarter, checks every other week, rarely keeps anything past a season. */
function trader(market: DemoMarket): readonly SampleRow[] {
  const account = new SampleAccount(market, () => false);
  walk(market, account, pcg32(303), ({ rng, day, date, tradeDay }) => {
    if (tradeDay === 0) account.deposit(day, 85_000, 'Tfr SECOND EXAMPLE BANK, R QUILL');
    if (monthOf(date) === 4 && dayOf(date) > 10 && dayOf(date) < 14 && account.cash > 6_000) {
      account.deposit(day, -3_000, 'Tfr SECOND EXAMPLE BANK, R QUILL');
    }
    if (tradeDay % 15 !== 2) return;
    const ranked = TRADED.filter((s) => account.price(s, day) > 0 && !account.splitsOn(s, day)).toSorted(
      (a, b) => account.trend(b, day, 63) - account.trend(a, day, 63),
    );
    const wanted = ranked.slice(0, 6).filter((s) => account.trend(s, day, 63) > 0.02);
    for (const symbol of account.symbols()) {
      const rank = (ranked as readonly string[]).indexOf(symbol);
      if (account.splitsOn(symbol, day)) continue;
      if (rank > 8 || account.trend(symbol, day, 21) < -0.08) account.sell(day, symbol, account.held(symbol));
    }
    for (const symbol of wanted) {
      if (account.held(symbol) === 0)
        account.buy(day, symbol, account.value(day) * (0.13 + 0.05 * rng.uniform()));
    }
  });
  return account.rows;
}

/** All sample clients, from the demo market. Invented people, invented trades. */
export function makeSampleClients(market: DemoMarket): readonly SampleClient[] {
  const client = (
    id: string,
    name: string,
    blurb: string,
    rows: readonly SampleRow[],
    csv: string,
  ): SampleClient => ({
    id,
    name,
    blurb,
    file: `${id}.csv`,
    accountType: 'taxable',
    csv,
    rows,
  });
  const h = harvester(market);
  const b = buyAndHold(market);
  const t = trader(market);
  return [
    client(
      'harvester',
      'The harvester',
      'Sells what is down, buys its neighbour, keeps the gains for later. Schwab, 2021–2026.',
      h,
      schwabCsv(h),
    ),
    client(
      'buyhold',
      'The buyer and holder',
      'A deposit a month, dividends reinvested, hardly ever a sale. Fidelity, 2021–2026.',
      b,
      fidelityCsv(b),
    ),
    client(
      'trader',
      'The trader',
      'Rides what is rising and is out again within a season. Schwab, 2021–2026.',
      t,
      schwabCsv(t),
    ),
  ];
}
