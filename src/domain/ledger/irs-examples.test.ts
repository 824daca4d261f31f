/** Worked by hand from IRS publications, rulings and the statute; named by where they come from. */
import { describe, it } from 'vitest';
import { scenario } from './scenario.test-data.ts';

const IRA = { accounts: { main: { type: 'taxable' }, ira: { type: 'ira' }, roth: { type: 'roth' } } };

describe('wash sales, IRC 1091', () => {
  it('Pub. 550 ch. 4 Example 1: a $250 loss moves into the new stock', () => {
    scenario()
      .have('b1', '2014-05-01', 100, 10)
      .sell('s1', '2014-07-01', 100, 7.5)
      .have('b2', '2014-07-05', 100, 8)
      .expectRows({ sale: 's1', lot: 'b1', wash: 250, gain: 0, term: 'short' })
      .expectOpen({ lot: 'b2', quantity: 100, basis: 1050, from: '2014-05-05' });
  });

  it('Pub. 550, more or less stock bought, Example 1: 75 of 100 replaced, one quarter of the loss counts', () => {
    scenario()
      .have('b1', '2014-09-26', 100, 50)
      .have('b2', '2014-12-19', 50, 55)
      .have('b3', '2014-12-26', 25, 45)
      .sell('s1', '2015-01-09', 100, 40)
      .expectRows({ sale: 's1', lot: 'b1', wash: 750, gain: -250 })
      .expectOpen({ lot: 'b2', quantity: 50, basis: 3250 }, { lot: 'b3', quantity: 25, basis: 1375 });
  });

  it('Reg. 1.1091-1(c): more bought than sold, only the first shares are replacements', () => {
    scenario()
      .have('b1', '2024-02-01', 100, 50)
      .sell('s1', '2024-06-03', 100, 40)
      .have('b2', '2024-06-10', 60, 41)
      .have('b3', '2024-06-11', 60, 42)
      .expectRows({ sale: 's1', lot: 'b1', wash: 1000, gain: 0 })
      .expectOpen(
        { lot: 'b2', quantity: 60, basis: 60 * 41 + 600 },
        { lot: 'b3', quantity: 40, basis: 40 * 42 + 400, from: '2024-02-09' },
        { lot: 'b3', quantity: 20, basis: 20 * 42, from: '2024-06-11' },
      );
  });

  it('Rev. Rul. 56-602: half of one purchase is no replacement for the other half', () => {
    scenario()
      .have('b1', '2014-06-01', 200, 50)
      .sell('s1', '2014-06-12', 100, 40)
      .expectRows({ sale: 's1', lot: 'b1', wash: 0, gain: -1000 });
  });

  it('Rev. Rul. 2008-5: bought in an IRA, the loss is gone and no basis takes it', () => {
    scenario(IRA)
      .have('b1', '2007-03-01', 100, 10)
      .sell('s1', '2007-12-20', 100, 6)
      .have('b2', '2007-12-21', 100, 6, { account: 'ira' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 400, gone: 400, gain: 0 })
      .expectOpen({ lot: 'b2', account: 'ira', quantity: 100, basis: 600, from: '2007-12-21' });
  });

  it('Rev. Rul. 2008-5, order: taxable shares bought first leave nothing for the IRA to match', () => {
    scenario(IRA)
      .have('b1', '2024-03-01', 100, 10)
      .sell('s1', '2024-12-20', 100, 6)
      .have('b2', '2024-12-21', 100, 6)
      .have('b3', '2024-12-22', 100, 6, { account: 'roth' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 400, gone: 0 })
      .expectOpen(
        { lot: 'b2', quantity: 100, basis: 1000 },
        { lot: 'b3', account: 'roth', quantity: 100, basis: 600 },
      );
  });

  it('Pub. 550: a spouse buying is a wash; the loss goes into the spouse’s lot', () => {
    scenario({ accounts: { hers: { type: 'taxable', owner: 'spouse' } } })
      .have('b1', '2024-03-01', 10, 100)
      .sell('s1', '2024-08-01', 10, 80)
      .have('b2', '2024-08-15', 10, 82, { account: 'hers' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 200, gain: 0 })
      .expectOpen({ lot: 'b2', account: 'hers', quantity: 10, basis: 1020 });
  });

  it('the window: bought 30 days before or after counts, 31 does not', () => {
    const at = (bought: string) =>
      scenario()
        .have('b0', '2023-01-03', 10, 20)
        .have('b1', bought, 10, 10)
        .sell('s1', '2024-07-31', 10, 9, {
          lots: [{ lot: 'b0', quantity: 10 }],
        });
    at('2024-07-01').expectRows({ sale: 's1', lot: 'b0', wash: 110 });
    at('2024-06-30').expectRows({ sale: 's1', lot: 'b0', wash: 0 });
    const after = (bought: string) =>
      scenario().have('b0', '2023-01-03', 10, 20).sell('s1', '2024-07-31', 10, 9).have('b1', bought, 10, 10);
    after('2024-08-30').expectRows({ sale: 's1', lot: 'b0', wash: 110 });
    after('2024-08-31').expectRows({ sale: 's1', lot: 'b0', wash: 0 });
  });

  it('bought back the same day, later in the list: washed', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .sell('s1', '2024-05-10', 10, 40)
      .have('b2', '2024-05-10', 10, 41)
      .expectRows({ sale: 's1', lot: 'b1', wash: 100, gain: 0 })
      .expectOpen({ lot: 'b2', quantity: 10, basis: 510, from: '2024-01-10' });
  });

  it('a reinvested dividend of 0.3 share washes 0.3 share', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .sell('s1', '2024-05-10', 10, 40)
      .does('reinvest', 'r1', '2024-05-20', { quantity: 0.3, price: 42 })
      .expectRows({ sale: 's1', lot: 'b1', wash: 3, gain: -97 })
      .expectOpen({ lot: 'r1', quantity: 0.3, basis: 15.6 });
  });

  it('vesting shares are a purchase', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .sell('s1', '2024-05-10', 10, 40)
      .does('vest', 'v1', '2024-05-15', { quantity: 4, price: 45 })
      .expectRows({ sale: 's1', lot: 'b1', wash: 40, gain: -60 });
  });

  it('a gift, an inheritance, a transfer and a split are no purchases', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .sell('s1', '2024-05-10', 5, 40)
      .does('gift_in', 'g1', '2024-05-12', {
        quantity: 5,
        donor_basis: 100,
        donor_acquired: '2020-01-02',
        fmv_per_share: 41,
      })
      .does('inherit', 'i1', '2024-05-13', { quantity: 5, fmv_per_share: 41, date_of_death: '2024-05-01' })
      .does('transfer', 't1', '2024-05-14', { account: 'main', to_account: 'other', quantity: 2 })
      .does('split', 'sp', '2024-05-15', { new: 2, old: 1 })
      .expectRows({ sale: 's1', lot: 'b1', wash: 0, gain: -50 });
  });

  it('a loss is judged after earlier washes: a raw gain can be a loss and wash again', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 100)
      .sell('s1', '2024-02-12', 10, 60)
      .have('b2', '2024-02-20', 10, 62)
      .sell('s2', '2024-04-01', 10, 80)
      .have('b3', '2024-04-05', 10, 81)
      .expectRows(
        { sale: 's1', lot: 'b1', wash: 400, gain: 0 },
        { sale: 's2', lot: 'b2', cost: 1020, wash: 220, gain: 0 },
      )
      .expectOpen({ lot: 'b3', quantity: 10, basis: 1030 });
  });

  it('three in a chain, then out for good: every cent comes back', () => {
    scenario()
      .have('b1', '2012-05-20', 10, 20)
      .sell('s1', '2012-06-01', 10, 10)
      .have('b2', '2012-06-10', 10, 30)
      .sell('s2', '2012-08-01', 10, 22)
      .have('b3', '2012-08-23', 10, 50)
      .sell('s3', '2012-09-01', 10, 100)
      .expectYear(2012, 320, 0, 280);
  });

  it('two waiting losses: the older is served first by a later purchase', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .have('b2', '2024-01-11', 10, 60)
      .sell('s1', '2024-06-03', 10, 40)
      .sell('s2', '2024-06-04', 10, 40)
      .have('b3', '2024-06-10', 15, 41)
      .expectRows(
        { sale: 's1', lot: 'b1', wash: 100, gain: 0 },
        { sale: 's2', lot: 'b2', wash: 100, gain: -100 },
      )
      .expectOpen({ lot: 'b3', quantity: 10, basis: 510 }, { lot: 'b3', quantity: 5, basis: 5 * 41 + 100 });
  });

  it('a share takes one loss only', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .have('b2', '2024-01-11', 10, 60)
      .have('b3', '2024-06-01', 10, 41)
      .sell('s1', '2024-06-03', 10, 40)
      .sell('s2', '2024-06-04', 10, 40)
      .expectRows({ sale: 's1', lot: 'b1', wash: 100 }, { sale: 's2', lot: 'b2', wash: 0, gain: -200 });
  });

  it('one order that sells two lots: the younger is no replacement for the older', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .have('b2', '2024-05-25', 10, 45)
      .sell('s1', '2024-06-03', 20, 40)
      .expectRows(
        { sale: 's1', lot: 'b1', wash: 0, gain: -100 },
        { sale: 's1', lot: 'b2', wash: 0, gain: -50 },
      );
  });

  it('of two lots in one order, the remainder of the younger is a replacement', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .have('b2', '2024-05-25', 10, 45)
      .sell('s1', '2024-06-03', 16, 40)
      .expectRows(
        { sale: 's1', lot: 'b1', wash: 40, gain: -60 },
        { sale: 's1', lot: 'b2', wash: 0, gain: -30 },
      );
  });

  it('December loss, January purchase: nothing in 2025, all of it with the sale in 2026', () => {
    scenario()
      .have('b1', '2025-03-03', 100, 80)
      .sell('s1', '2025-12-30', 100, 60)
      .have('b2', '2026-01-15', 100, 62)
      .sell('s2', '2026-06-15', 100, 65)
      .expectYear(2025, 0, 0, 2000)
      .expectYear(2026, 0, -1700);
  });

  it('a 2:1 split between sale and purchase: 100 old shares wait as 200 new ones', () => {
    scenario()
      .have('b1', '2024-01-10', 100, 50)
      .have('keep', '2020-01-10', 10, 5)
      .sell('s1', '2024-06-03', 100, 40, { lots: [{ lot: 'b1', quantity: 100 }] })
      .does('split', 'sp', '2024-06-05', { new: 2, old: 1 })
      .have('b2', '2024-06-10', 100, 21)
      .expectRows({ sale: 's1', lot: 'b1', wash: 500, gain: -500 })
      .expectOpen({ lot: 'keep', quantity: 20, basis: 50 }, { lot: 'b2', quantity: 100, basis: 2600 });
  });

  it('a reverse split between purchase and loss sale restates the candidate', () => {
    scenario()
      .have('b1', '2023-01-10', 100, 50)
      .have('b2', '2024-06-01', 50, 40)
      .does('split', 'sp', '2024-06-05', { new: 1, old: 10 })
      .sell('s1', '2024-06-10', 10, 300)
      .expectRows({ sale: 's1', lot: 'b1', wash: 1000, gain: -1000, term: 'long' })
      .expectOpen({ lot: 'b2', quantity: 5, basis: 3000 });
  });

  it('identical group: the share class bought instead is a replacement, another fund is not', () => {
    const groups = { identical_groups: [['GOOG', 'GOOGL']] };
    scenario(groups)
      .have('b1', '2024-01-10', 10, 150, { symbol: 'GOOG' })
      .sell('s1', '2024-06-03', 10, 140, { symbol: 'GOOG' })
      .have('b2', '2024-06-05', 10, 141, { symbol: 'GOOGL' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 100, gain: 0 })
      .expectOpen({ lot: 'b2', symbol: 'GOOGL', quantity: 10, basis: 1510 });
    scenario(groups)
      .have('b1', '2024-01-10', 10, 150, { symbol: 'GOOG' })
      .sell('s1', '2024-06-03', 10, 140, { symbol: 'GOOG' })
      .have('b2', '2024-06-05', 10, 141, { symbol: 'MSFT' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 0, gain: -100 });
  });

  it('Notice 2014-21: crypto is not a security, no wash sale', () => {
    scenario({ securities: { BTC: { class: 'crypto' } } })
      .have('b1', '2024-01-10', 1, 60000, { symbol: 'BTC' })
      .sell('s1', '2024-06-03', 1, 50000, { symbol: 'BTC' })
      .have('b2', '2024-06-03', 1, 50000, { symbol: 'BTC' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 0, gain: -10000 });
  });

  it('a renamed stock is the same security', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .sell('s1', '2024-06-03', 10, 40)
      .does('symbol_change', 'c1', '2024-06-05', { new_symbol: 'NEW' })
      .have('b2', '2024-06-10', 10, 41, { symbol: 'NEW' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 100, gain: 0 });
  });

  it('an older lot inside the window counts when a younger one is named', () => {
    scenario()
      .have('b1', '2024-05-20', 10, 50)
      .have('b2', '2024-05-30', 10, 60)
      .sell('s1', '2024-06-03', 10, 40, { lots: [{ lot: 'b2', quantity: 10 }] })
      .expectRows({ sale: 's1', lot: 'b2', wash: 200, gain: 0 })
      .expectOpen({ lot: 'b1', quantity: 10, basis: 700 });
  });

  it('of a partly replaced purchase the replacement shares leave first', () => {
    scenario()
      .have('b1', '2023-01-10', 10, 50)
      .sell('s1', '2024-06-03', 10, 40)
      .have('b2', '2024-06-10', 20, 41)
      .sell('s2', '2024-09-03', 10, 60)
      .expectRows(
        { sale: 's1', lot: 'b1', wash: 100 },
        { sale: 's2', lot: 'b2', cost: 510, gain: 90, term: 'long' },
      )
      .expectOpen({ lot: 'b2', quantity: 10, basis: 410, from: '2024-06-10' });
  });

  it('sales inside an IRA leave no row and wash nothing', () => {
    scenario(IRA)
      .have('b1', '2024-01-10', 10, 50, { account: 'ira' })
      .sell('s1', '2024-06-03', 10, 40, { account: 'ira' })
      .have('b2', '2024-06-05', 10, 41)
      .expectRows()
      .expectOpen({ lot: 'b2', quantity: 10, basis: 410 });
  });

  it('the replacement is transferred before it is sold: basis and date go along', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 50)
      .sell('s1', '2024-06-03', 10, 40)
      .have('b2', '2024-06-05', 10, 41)
      .does('transfer', 't1', '2024-06-20', { account: 'main', to_account: 'other', quantity: 10 })
      .sell('s2', '2024-12-02', 10, 60, { account: 'other' })
      .expectRows(
        { sale: 's1', lot: 'b1', wash: 100 },
        { sale: 's2', lot: 'b2', cost: 510, gain: 90, from: '2024-01-12' },
      );
  });

  it('a transferred purchase still washes a loss of the days after', () => {
    scenario()
      .have('b1', '2023-01-10', 10, 50)
      .have('b2', '2024-06-01', 10, 42, { account: 'other' })
      .does('transfer', 't1', '2024-06-02', { account: 'other', to_account: 'third', quantity: 10 })
      .sell('s1', '2024-06-10', 10, 40)
      .expectRows({ sale: 's1', lot: 'b1', wash: 100, gain: 0 })
      .expectOpen({ lot: 'b2', account: 'third', quantity: 10, basis: 520 });
  });

  it("the broker's view: another account and another symbol do not count", () => {
    const doc = { identical_groups: [['XYZ', 'XYZB']] };
    const tell = (view: 'law' | 'broker') =>
      scenario(doc, { view })
        .have('b1', '2024-01-10', 20, 50)
        .sell('s1', '2024-06-03', 20, 40)
        .have('b2', '2024-06-05', 10, 41, { account: 'other' })
        .have('b3', '2024-06-06', 5, 41, { symbol: 'XYZB' })
        .have('b4', '2024-06-07', 2, 41);
    tell('law').expectRows({ sale: 's1', lot: 'b1', wash: 170 });
    tell('broker').expectRows({ sale: 's1', lot: 'b1', wash: 20 });
  });
});

describe('holding period, IRC 1222', () => {
  const bought = (date: string, sold: string, term: 'short' | 'long') =>
    scenario().have('b1', date, 1, 10).sell('s1', sold, 1, 12).expectRows({ sale: 's1', lot: 'b1', term });

  it('Rev. Rul. 66-7: 15 March 2025 is short on 15 March 2026, long the day after', () => {
    bought('2025-03-15', '2026-03-15', 'short');
    bought('2025-03-15', '2026-03-16', 'long');
  });
  it('Rev. Rul. 70-598: bought on the last day of January', () => {
    bought('2025-01-31', '2026-01-31', 'short');
    bought('2025-01-31', '2026-02-01', 'long');
  });
  it('bought 28 Feb 2023: still short on 29 Feb 2024', () => {
    bought('2023-02-28', '2024-02-29', 'short');
    bought('2023-02-28', '2024-03-01', 'long');
  });
  it('bought 28 Feb 2024: the clock starts on a leap day and ends on 1 March', () => {
    bought('2024-02-28', '2025-02-28', 'short');
    bought('2024-02-28', '2025-03-01', 'long');
  });
  it('bought 29 Feb 2024', () => {
    bought('2024-02-29', '2025-02-28', 'short');
    bought('2024-02-29', '2025-03-01', 'long');
  });
  it('bought 1 March 2023: 366 days later still short', () => {
    bought('2023-03-01', '2024-03-01', 'short');
    bought('2023-03-01', '2024-03-02', 'long');
  });
  it('IRC 1223(9): inherited shares are long-term on the first day', () => {
    scenario()
      .does('inherit', 'i1', '2025-03-03', { quantity: 10, fmv_per_share: 50, date_of_death: '2025-02-20' })
      .sell('s1', '2025-03-04', 10, 55)
      .expectRows({ sale: 's1', lot: 'i1', cost: 500, gain: 50, term: 'long', from: null });
  });
});

describe('gifts, IRC 1015; Pub. 551', () => {
  const gift = () =>
    scenario().does('gift_in', 'g1', '2024-06-03', {
      quantity: 10,
      donor_basis: 1000,
      donor_acquired: '2020-01-02',
      fmv_per_share: 80,
    });

  it('Pub. 551 Example: sold above the donor’s basis, that basis and date count', () => {
    gift()
      .sell('s1', '2024-07-01', 10, 120)
      .expectRows({ sale: 's1', lot: 'g1', cost: 1000, gain: 200, term: 'long', from: '2020-01-02' });
  });
  it('sold below the value at the gift: that value, and the clock starts at the gift', () => {
    gift()
      .sell('s1', '2024-07-01', 10, 70)
      .expectRows({ sale: 's1', lot: 'g1', cost: 800, gain: -100, term: 'short', from: '2024-06-03' });
  });
  it('sold in between: neither gain nor loss', () => {
    gift().sell('s1', '2024-07-01', 10, 90).expectRows({ sale: 's1', lot: 'g1', gain: 0 });
  });
  it('worth more than the donor paid: one basis only', () => {
    scenario()
      .does('gift_in', 'g1', '2024-06-03', {
        quantity: 10,
        donor_basis: 500,
        donor_acquired: '2020-01-02',
        fmv_per_share: 80,
      })
      .sell('s1', '2024-07-01', 10, 40)
      .expectRows({ sale: 's1', lot: 'g1', cost: 500, gain: -100, term: 'long' });
  });
});

describe('names and splits together', () => {
  it('renamed, then split, then bought: the waiting shares follow both', () => {
    scenario()
      .have('b1', '2024-01-10', 100, 50)
      .sell('s1', '2024-06-03', 100, 40)
      .have('k', '2019-01-10', 1, 1, { account: 'other' })
      .does('symbol_change', 'c1', '2024-06-04', { new_symbol: 'NEW' })
      .does('split', 'sp', '2024-06-05', { symbol: 'NEW', new: 2, old: 1 })
      .have('b2', '2024-06-10', 100, 21, { symbol: 'NEW' })
      .expectRows({ sale: 's1', lot: 'b1', wash: 500, gain: -500 });
  });
});
