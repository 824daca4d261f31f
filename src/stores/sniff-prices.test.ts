import { describe, expect, it } from 'vitest';
import { looksLikePrices } from './sniff-prices.ts';

describe('prices or trades', () => {
  it.each([
    ['Yahoo', 'Date,Open,High,Low,Close,Adj Close,Volume\n2025-01-02,1,2,1,2,2,100'],
    ['Stooq by ticker', '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>'],
    ['Stooq download', 'Date,Open,High,Low,Close,Volume'],
    ['wide', 'date,ORCA,HELIO,BRK.B\n2025-01-02,1,2,3'],
    ['wide with a byte order mark', '\uFEFFdate,ORCA,HELIO'],
  ])('knows %s prices', (_name, head) => expect(looksLikePrices(head)).toBe(true));

  it.each([
    ['Schwab', '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"'],
    ['Fidelity', 'Run Date,Action,Symbol,Description,Type,Quantity,Price ($)'],
    ['unknown trades', 'date,TICKER,SIDE,SHARES,PRICE'],
    ['preamble', 'Transactions for account XXXX'],
    ['nothing', ''],
  ])('leaves %s to the importers', (_name, head) => expect(looksLikePrices(head)).toBe(false));
});
