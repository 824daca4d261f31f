/** How often the fold and the lists look at a piece of a lot, counted: work must grow with the events, not with their square. */
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import type { Quantity } from '../../core/quantity.ts';
import { foldEvents } from './book.ts';
import type { LedgerEvent } from './events.ts';
import { doNotHarvest, harvestViews } from './harvest.ts';
import { NO_MATCH, type Lot, type Piece, type Row } from './lot.ts';
import type { Micros } from './micros.ts';
import { WashPool, type WashMatch } from './wash.ts';

const SMALL = 250;
const TIMES = 4;
/** What is linear grows 4 times, with a binary search in it a little more; what is quadratic 16 times. */
const NEAR_LINEAR = 6;
const SHARE = 1e8;
const DAY = 20_000;

let looks = 0;

/** The same list, counting every look into it. */
const counted = (pieces: Piece[]): Piece[] =>
  new Proxy(pieces, {
    get(target, key, receiver) {
      looks++;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });

function growthOf(work: (size: number) => () => void): number {
  const looksAt = (size: number): number => {
    const task = work(size);
    looks = 0;
    task();
    return looks;
  };
  const few = looksAt(SMALL);
  expect(few).toBeGreaterThan(SMALL / 2);
  return looksAt(SMALL * TIMES) / few;
}

const lot = (i: number, shares: number): Lot => ({
  id: `lot${i}`,
  symbol: 'ABC',
  account: 'main',
  taxable: true,
  currency: 'USD',
  acquiredDay: DAY,
  seq: i,
  isPurchase: true,
  isInherited: false,
  isBasisKnown: true,
  pieces: counted([
    { quantity: shares * SHARE, basis: 1e9, holdDay: DAY, used: false, lossBasis: -1, match: NO_MATCH },
  ]),
});

const loss = (lotId: string) => ({
  row: { disallowed: 0, permanent: 0, lastMatch: NO_MATCH } as Row,
  symbol: 'ABC',
  lotId,
  day: DAY,
  heldDays: 10,
  quantity: SHARE,
  loss: 1e6,
});

/** A pool and what it matched. */
function pool(): { pool: WashPool; matches: WashMatch[] } {
  const matches: WashMatch[] = [];
  return { pool: new WashPool(matches), matches };
}

const buys = (count: number): LedgerEvent[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `buy${i}`,
    type: 'buy',
    date: isoDate('2024-03-01'),
    symbol: 'ABC',
    account: 'main',
    quantity: SHARE as Quantity,
    cost: (1e8 + i) as Micros,
  }));

describe('many purchases of one symbol', () => {
  const asOf = isoDate('2024-03-05');
  /** Folds the purchases, then counts. */
  const bookOf = (size: number) => {
    const book = foldEvents(buys(size));
    const lots = book.positions.get('main')?.get('ABC')?.lots ?? [];
    for (const l of lots) Object.assign(l, { pieces: counted(l.pieces) });
    return book;
  };

  it('are listed as not to be harvested in near-linear work', () => {
    const growth = growthOf((size) => {
      const book = bookOf(size);
      return () => expect(doNotHarvest(book, asOf)).toHaveLength(size);
    });
    expect(growth).toBeLessThan(NEAR_LINEAR);
  });

  it('are viewed as harvests in near-linear work', () => {
    const growth = growthOf((size) => {
      const book = bookOf(size);
      return () => {
        const views = harvestViews(book, asOf, () => 1e6);
        expect(views.filter((v) => v.sharesWashed === SHARE)).toHaveLength(size);
      };
    });
    expect(growth).toBeLessThan(NEAR_LINEAR);
  });

  it('serve as many waiting losses in near-linear work', () => {
    const growth = growthOf((size) => {
      const { pool: p, matches } = pool();
      for (let i = 0; i < size; i++) p.lost(loss('old'));
      return () => {
        for (let i = 0; i < size; i++) p.bought(lot(i, 1), 1);
        expect(matches).toHaveLength(size);
      };
    });
    expect(growth).toBeLessThan(NEAR_LINEAR);
  });

  it('are found by as many losses behind a lot that cannot replace its own shares', () => {
    const growth = growthOf((size) => {
      const { pool: p, matches } = pool();
      p.bought(lot(-1, size), 1);
      for (let i = 0; i < size; i++) p.bought(lot(i, 1), 1);
      return () => {
        for (let i = 0; i < size; i++) p.lost(loss('lot-1'));
        expect(matches).toHaveLength(size);
      };
    });
    expect(growth).toBeLessThan(NEAR_LINEAR);
  });

  it('may be one purchase that replaces the shares of many losses', () => {
    const growth = growthOf((size) => {
      const { pool: p, matches } = pool();
      const big = lot(0, size);
      p.bought(big, 1);
      return () => {
        for (let i = 0; i < size; i++) p.lost(loss('old'));
        expect(matches).toHaveLength(size);
        expect(big.pieces.every((piece) => piece.used)).toBe(true);
      };
    });
    expect(growth).toBeLessThan(NEAR_LINEAR);
  });
});
