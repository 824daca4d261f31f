import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTaxCase } from './tax-case.ts';

/** The shared worked cases lie beside the repository; without them these tests are skipped. */
const CASES = resolve(process.cwd(), '..', 'shared', 'tax', 'cases');
const files = existsSync(CASES) ? readdirSync(CASES).filter((f) => f.endsWith('.json')) : [];

type Json = Record<string, unknown>;

/** Every stated figure, text and date must be there; numbers to the cent. Extra fields are allowed. */
function contains(got: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number') expect(got, path).toBeCloseTo(expected, 2);
  else if (Array.isArray(expected)) {
    expect(got, path).toHaveLength(expected.length);
    expected.forEach((e, i) => contains((got as unknown[])[i], e, `${path}[${i}]`));
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [k, e] of Object.entries(expected))
      contains((got as Json | undefined)?.[k], e, `${path}.${k}`);
  } else expect(got, path).toBe(expected);
}

describe('worked cases', () => {
  it.skipIf(files.length === 0).each(files.length === 0 ? ['(no shared cases here)'] : files)(
    '%s',
    (file) => {
      const { expected, ...doc } = JSON.parse(readFileSync(join(CASES, file), 'utf8')) as Json;
      contains(runTaxCase(doc), expected, file);
    },
  );

  it('tlh: one document, lots and the do-not-buy list', () => {
    const result = runTaxCase({
      kind: 'tlh',
      as_of: '2024-06-20',
      prices: { XYZ: 40, ABC: 9 },
      transactions: [
        { id: 'b1', date: '2023-01-10', type: 'buy', symbol: 'XYZ', quantity: 100, price: 50 },
        { id: 'a1', date: '2024-01-10', type: 'buy', symbol: 'ABC', quantity: 10, price: 10 },
        { id: 'b2', date: '2024-06-10', type: 'buy', symbol: 'XYZ', quantity: 25, price: 41 },
        { id: 's1', date: '2024-06-12', type: 'sell', symbol: 'ABC', quantity: 10, price: 8 },
      ],
    });
    expect(result).toMatchObject({
      lots: [
        {
          lot: 'b1',
          unrealized: -1000,
          term_if_sold: 'long',
          shares_washed_if_sold: 25,
          loss_disallowed_if_sold: 250,
          clean_from: '2024-07-11',
        },
        {
          lot: 'b2',
          unrealized: -25,
          term_if_sold: 'short',
          shares_washed_if_sold: 0,
          loss_disallowed_if_sold: 0,
          clean_from: null,
        },
      ],
      no_buy_until: { ABC: '2024-07-13' },
    });
  });

  it('netting and tax accept the statuses of the forms and refuse others', () => {
    expect(
      runTaxCase({ kind: 'netting', input: { filing_status: 'mfs', st: [-4000], lt: [500] } }),
    ).toMatchObject({ net: -3500, deduction: 1500, carryover_short: 2000 });
    expect(
      runTaxCase({
        kind: 'netting',
        input: { filing_status: 'single', st: [], lt: [], section_1256_net: -1000 },
      }),
    ).toMatchObject({ net_short_term: -400, net_long_term: -600, deduction: 1000 });
    expect(
      runTaxCase({ kind: 'tax', input: { year: 2025, filing_status: 'hoh', wages: 60000 } }),
    ).toMatchObject({ taxable_income: 36375, total: 4025 });
    expect(() => runTaxCase({ kind: 'netting', input: { filing_status: 'divorced' } })).toThrow(
      'unknown filing status',
    );
    expect(() => runTaxCase({ kind: 'horoscope' })).toThrow('unknown kind');
  });
});
