import { describe, expect, it } from 'vitest';
import { quantityFromNumber } from '../core/quantity.ts';
import { withSnapshot, type BrokerSnapshot } from './broker-store.ts';

const snapshot = (file: string, broker: string, ...accounts: (string | null)[]): BrokerSnapshot => ({
  file,
  broker,
  at: '2026-06-15T12:00:00.000Z',
  positions: accounts.map((account) => ({
    account,
    symbol: 'ABC',
    quantity: quantityFromNumber(1),
    price: null,
    basis: null,
  })),
});
const names = (all: readonly BrokerSnapshot[]): readonly string[] => all.map((s) => s.file);

describe('withSnapshot', () => {
  const kept = [snapshot('old', 'Fidelity', 'X', 'Y'), snapshot('other', 'Schwab', null)];

  it('replaces the older file of the same broker and account', () => {
    expect(names(withSnapshot(kept, snapshot('new', 'Fidelity', 'Y')))).toEqual(['other', 'new']);
    expect(names(withSnapshot(kept, snapshot('new', 'Schwab', null)))).toEqual(['old', 'new']);
  });

  it('keeps other accounts and other brokers', () => {
    expect(names(withSnapshot(kept, snapshot('new', 'Fidelity', 'Z')))).toEqual(['old', 'other', 'new']);
    expect(names(withSnapshot(kept, snapshot('new', 'Vanguard', 'X')))).toEqual(['old', 'other', 'new']);
  });
});
