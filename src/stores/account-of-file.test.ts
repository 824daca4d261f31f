import { describe, expect, it } from 'vitest';
import { accountsOfFiles } from './account-of-file.ts';

describe('the account of rows that name none', () => {
  it('is the broker, so that two exports of one broker meet', () => {
    const files = [
      { name: '2024.csv', broker: 'Fidelity' },
      { name: '2025.csv', broker: 'Fidelity' },
    ];
    expect(accountsOfFiles([{ files }, { files: [{ name: 'x.csv', broker: 'Charles Schwab' }] }])).toEqual({
      '2024.csv': 'Fidelity',
      '2025.csv': 'Fidelity',
      'x.csv': 'Charles Schwab',
    });
  });
  it('is the main account where the broker is unknown, and left to the ledger where an old import kept none', () => {
    const old = { name: 'old.csv' } as unknown as { name: string; broker: string };
    expect(accountsOfFiles([{ files: [{ name: 'a.csv', broker: '' }, old] }])).toEqual({ 'a.csv': 'main' });
  });
});
