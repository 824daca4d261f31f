import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, dayNumber, isoDate } from '../../core/iso-date.ts';
import { foldEvents } from './book.ts';
import { readEvents } from './case-format.ts';
import { openPieces, realizedPieces } from './read-book.ts';
import { reference, type RefEvent, type RefWorld } from './reference.test-data.ts';

const RUNS = 10_000;

/** Steps of a ledger: a few days apart, so that windows overlap and end. */
const step = fc.record({
  days: fc.constantFrom(0, 0, 1, 3, 7, 12, 29, 30, 31, 366),
  type: fc.constantFrom('buy', 'buy', 'buy', 'sell', 'sell', 'sell', 'split') as fc.Arbitrary<
    RefEvent['type']
  >,
  symbol: fc.constantFrom('A', 'A', 'A', 'B'),
  account: fc.constantFrom('main', 'main', 'main', 'other', 'ira'),
  quantity: fc.integer({ min: 1, max: 4 }),
  price: fc.integer({ min: 1, max: 12 }).map((n) => n * 100),
});

const world = fc
  .record({
    steps: fc.array(step, { minLength: 8, maxLength: 16 }),
    method: fc.constantFrom('FIFO', 'LIFO', 'HIFO', 'LOFO') as fc.Arbitrary<RefWorld['method']>,
    isGrouped: fc.boolean(),
  })
  .map(({ steps, method, isGrouped }): RefWorld => {
    let date = isoDate('2023-11-20');
    const held = new Map<string, number>();
    const splits = new Map<string, number>();
    const events: RefEvent[] = [];
    steps.forEach((s, i) => {
      date = addDays(date, s.days);
      const key = `${s.symbol}|${s.account}`;
      const have = held.get(key) ?? 0;
      if (s.type === 'split') {
        const n = splits.get(s.symbol) ?? 0;
        if (n >= 2) return;
        splits.set(s.symbol, n + 1);
        for (const [k, q] of held) if (k.startsWith(`${s.symbol}|`)) held.set(k, q * 2);
      } else if (s.type === 'sell') {
        if (have === 0) return;
        held.set(key, have - Math.min(have, s.quantity));
      } else held.set(key, have + s.quantity);
      const quantity = s.type === 'sell' ? Math.min(have, s.quantity) : s.quantity;
      events.push({
        id: `${s.type}${i}`,
        date,
        type: s.type,
        symbol: s.symbol,
        account: s.account,
        quantity,
        price: s.price,
      });
    });
    // In one pool of identical securities a split of one changes its shares but not the other's: keep those apart.
    return { events, method, ira: ['ira'], identical: isGrouped && splits.size === 0 ? ['A', 'B'] : [] };
  });

function fast(w: RefWorld) {
  const events = readEvents(
    w.events.map((e) =>
      e.type === 'split'
        ? { id: e.id, date: e.date, type: 'split', symbol: e.symbol, new: 2, old: 1 }
        : {
            id: e.id,
            date: e.date,
            type: e.type,
            symbol: e.symbol,
            account: e.account,
            quantity: e.quantity,
            price: e.price / 100,
          },
    ),
  );
  const book = foldEvents(events, {
    accounts: { ira: { type: 'ira' } },
    securities: {},
    identicalGroups: [w.identical],
    methods: [{ method: w.method }],
    view: 'law',
  });
  const rows = new Map<
    string,
    { quantity: number; proceeds: number; cost: number; wash: number; gone: number }
  >();
  for (const r of realizedPieces(book)) {
    rows.set(`${r.saleId}|${r.lotId}|${dayNumber(r.holdingFrom ?? r.cameIn)}`, {
      quantity: r.quantity / 1e8,
      proceeds: r.proceeds,
      cost: r.cost,
      wash: r.disallowed,
      gone: r.permanent,
    });
  }
  const open = new Map<string, { quantity: number; basis: number }>();
  for (const o of openPieces(book)) {
    const key = `${o.lotId}|${o.symbol}|${o.account}|${dayNumber(o.holdingFrom as never)}`;
    const sum = open.get(key) ?? { quantity: 0, basis: 0 };
    open.set(key, { quantity: sum.quantity + o.quantity / 1e8, basis: sum.basis + o.basis });
  }
  return { rows, open };
}

it(`the fold agrees with the share-by-share reference on ${RUNS} random ledgers`, () => {
  let washed = 0;
  fc.assert(
    fc.property(world, (w) => {
      const expected = reference(w);
      if ([...expected.rows.values()].some((r) => r.wash > 0)) washed++;
      const got = fast(w);
      expect(Object.fromEntries(got.rows)).toEqual(Object.fromEntries(expected.rows));
      expect(Object.fromEntries(got.open)).toEqual(Object.fromEntries(expected.open));
    }),
    { numRuns: RUNS, seed: 4 },
  );
  // The generator must keep making what is to be compared.
  expect(washed).toBeGreaterThan(RUNS / 5);
});
