import { describe, expect, it } from 'vitest';
import type { IsoDate } from '../core/iso-date.ts';
import { lookBackStore, startRange, togglePolicy } from './look-back-store.ts';

const range = (from: string, to: string) => startRange({ from: from as IsoDate, to: to as IsoDate });

describe('startRange', () => {
  it('leaves a year before and two months after, three years by itself', () => {
    expect(range('2015-01-01', '2026-06-30')).toEqual({
      first: '2016-01-16',
      last: '2026-05-01',
      usual: '2023-07-01',
    });
  });
  it('starts as early as it can in a short market, and not at all in a shorter one', () => {
    expect(range('2024-01-01', '2026-01-01')?.usual).toBe('2025-01-15');
    expect(range('2025-01-01', '2026-01-01')).toBeNull();
  });
});

describe('togglePolicy', () => {
  it('keeps the fixed order whatever was clicked first', () => {
    lookBackStore.setState({ policies: ['equal'] });
    togglePolicy('hold');
    expect(lookBackStore.getState().policies).toEqual(['hold', 'equal']);
    togglePolicy('equal');
    expect(lookBackStore.getState().policies).toEqual(['hold']);
  });
});
