import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { buildLedger } from '../../engine/ledger.ts';
import { importFile } from '../../importers/import-file.ts';
import type { LedgerSettings } from '../contracts/ledger-views.ts';
import { ledgerOptions } from '../ledger-options.ts';
import { ledgerView, taxYearView } from './ledger-service.ts';

const SETTINGS: LedgerSettings = { method: 'fifo', methodByAccount: {}, accountTypes: {}, view: 'law' };

function sample(id: string) {
  const bytes = new Uint8Array(
    readFileSync(join(import.meta.dirname, '..', '..', '..', 'public', 'samples', `${id}.csv`)),
  );
  return importFile({ name: `${id}.csv`, bytes }).transactions;
}

const viewOf = (rows: ReturnType<typeof sample>, settings: LedgerSettings) =>
  ledgerView(buildLedger(rows, ledgerOptions(settings)), rows, settings);

describe('the ledger as the screens see it', () => {
  it('lists shares that came without a cost until the person supplies it', () => {
    const rows = sample('buyhold');
    const before = viewOf(rows, SETTINGS);
    const [missing] = before.worklist.rows;
    expect(before.worklist).toMatchObject({ total: 1, open: 1 });
    expect(missing).toBeDefined();
    if (!missing) return;
    const answer = { cost: cents(123_456), acquired: isoDate('2019-03-04') };
    const settings = { ...SETTINGS, basis: { [missing.lotId]: answer } };
    expect(viewOf(rows, settings).worklist).toMatchObject({ total: 1, open: 0 });
    const lots = buildLedger(rows, ledgerOptions(settings)).openLots.filter((l) => l.lotId === missing.lotId);
    expect(lots.reduce((sum, l) => sum + (l.basis ?? 0), 0)).toBe(123_456);
    expect(lots.every((l) => l.acquired === '2019-03-04')).toBe(true);
  });

  it('says why a loss was disallowed', () => {
    const view = viewOf(sample('harvester'), SETTINGS);
    expect(view.washSales.total).toBe(2);
    for (const w of view.washSales.rows) expect(w.why).toContain('within 30 days');
    expect(view.byYear['2022']?.washDisallowed).toBe(18_260);
  });

  it('charges to the investments only what they add to the tax', () => {
    const rows = sample('harvester');
    const profile = {
      year: 2026,
      status: 'single',
      ordinaryIncome: cents(10_000_000),
      stateRate: 0,
      carryoverShort: cents(0),
      carryoverLong: cents(0),
    } as const;
    const tax = taxYearView(buildLedger(rows, ledgerOptions(SETTINGS, profile)), profile);
    expect(tax.total).toBe(tax.federal + tax.niit + tax.state);
    expect(tax.total).toBeGreaterThan(0);
    const nothing = taxYearView(buildLedger([], {}), profile);
    expect(nothing.total).toBe(0);
    expect(tax.form8949.rows.every((r) => r.gain === r.proceeds - r.cost + r.adjustment)).toBe(true);
  });
});
