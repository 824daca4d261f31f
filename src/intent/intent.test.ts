import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../core/iso-date.ts';
import type { Goal, Intent } from './intent.ts';
import { GOALS } from './intent.ts';
import { OWN_CASES, type OwnCase } from './own-cases.test-data.ts';
import { ROUND_ONE, ROUND_TWO } from './more-cases.test-data.ts';
import { parseIntent, readIntent } from './parse-intent.ts';
import { VARIANTS } from './variants.test-data.ts';

const TODAY = isoDate('2026-11-22');
const LETTERS: Readonly<Record<string, Goal>> = {
  A: 'shortTermAlpha',
  G: 'shortTermGain',
  L: 'longTermGain',
  P: 'capitalPreservation',
  H: 'taxLossHarvesting',
  O: 'longTermGainsOnly',
};

/** Field by field: name, and whether the parser is right about it. Fields left free are not judged. */
function judge(
  c: OwnCase,
  got: Intent,
): { field: string; ok: boolean; wasExpected: boolean; got: unknown }[] {
  const sameSet = (want: readonly unknown[] | undefined, have: readonly unknown[]): boolean =>
    new Set(have).size === new Set(want ?? []).size && (want ?? []).every((x) => have.includes(x));
  const near = (want: number | undefined, have: number | null, tolerance: number): boolean =>
    want === undefined ? have === null : have !== null && Math.abs(have - want) <= tolerance;
  const rows: [string, unknown, unknown, boolean][] = [
    ['objectives', c.goal, got.objectives, goalsAre(c.goal, got.objectives)],
    ['horizonYears', c.years, got.horizonYears, near(c.years, got.horizonYears, 0.1)],
    ['maxDrawdown', c.fall, got.maxDrawdown, near(c.fall, got.maxDrawdown, 0.005)],
    ['riskTolerance', c.risk, got.riskTolerance, (c.risk ?? null) === got.riskTolerance],
    ['taxes.shortTermGains', c.st, got.taxes.shortTermGains, (c.st ?? null) === got.taxes.shortTermGains],
    ['taxes.harvest', c.harvest, got.taxes.harvest, (c.harvest ?? null) === got.taxes.harvest],
    ['exclude.sectors', c.notSectors, got.exclude.sectors, sameSet(c.notSectors, got.exclude.sectors)],
    ['exclude.symbols', c.notSymbols, got.exclude.symbols, sameSet(c.notSymbols, got.exclude.symbols)],
    [
      'exclude.assetClasses',
      c.notClasses,
      got.exclude.assetClasses,
      sameSet(c.notClasses, got.exclude.assetClasses),
    ],
    ['prefer.sectors', c.likeSectors, got.prefer.sectors, sameSet(c.likeSectors, got.prefer.sectors)],
    ['prefer.symbols', c.likeSymbols, got.prefer.symbols, sameSet(c.likeSymbols, got.prefer.symbols)],
    [
      'prefer.assetClasses',
      c.likeClasses,
      got.prefer.assetClasses,
      sameSet(c.likeClasses, got.prefer.assetClasses),
    ],
    ['keep', c.keep, got.keep, sameSet(c.keep, got.keep)],
    ['cash.min', c.cashMin, got.cash.min, near(c.cashMin, got.cash.min, 0.005)],
    ['cash.neededAmount', c.need, got.cash.neededAmount, near(c.need, got.cash.neededAmount, 0.005)],
    [
      'cash.neededBy',
      c.needBy,
      got.cash.neededBy,
      c.needBy === undefined
        ? got.cash.neededBy === null
        : got.cash.neededBy !== null && got.cash.neededBy >= c.needBy[0] && got.cash.neededBy <= c.needBy[1],
    ],
    [
      'contribution',
      c.pay,
      got.contribution,
      c.pay === undefined
        ? got.contribution === null
        : got.contribution?.amount === c.pay[0] && got.contribution.every === c.pay[1],
    ],
    ['maxTrades', c.trades, got.maxTrades, near(c.trades, got.maxTrades, 0)],
    [
      'contradictions',
      c.clash,
      got.contradictions,
      (c.clash ?? []).every((x) => (got.contradictions as readonly string[]).includes(x)) &&
        (c.clash !== undefined || got.contradictions.length === 0),
    ],
  ];
  return rows
    .filter(([field, want]) => want !== undefined || !(c.free ?? []).includes(field))
    .map(([field, want, have, ok]) => ({ field, ok, wasExpected: want !== undefined, got: have }));
}

function goalsAre(want: string | undefined, got: Intent['objectives']): boolean {
  if (want === undefined) return got === null;
  if (got === null) return false;
  const named = [...want].flatMap((x) => LETTERS[x] ?? []);
  const top = want.includes('=') ? null : named[0];
  const isTop = top === null || top === undefined || GOALS.every((g) => g === top || got[g] < got[top]);
  return isTop && GOALS.every((g) => (named.includes(g) ? got[g] > 0.005 : got[g] === 0));
}

const report = OWN_CASES.flatMap((c) =>
  judge(c, parseIntent(c.text, TODAY)).map((r) => ({ text: c.text, ...r })),
);

describe('own sentences', () => {
  it('are at least 150, and at least 90 % of their fields are right', () => {
    const expected = report.filter((r) => r.wasExpected);
    const right = expected.filter((r) => r.ok).length;
    const wrong = report
      .filter((r) => !r.ok)
      .map((r) => `${r.field} of "${r.text.slice(0, 90)}": ${JSON.stringify(r.got)}`);
    if (process.env['SHOW_WRONG']) console.error(wrong.join('\n'), right, expected.length);
    expect(OWN_CASES.length).toBeGreaterThanOrEqual(150);
    expect(right / expected.length, wrong.join('\n')).toBeGreaterThanOrEqual(0.9);
  });

  it('invent a field in fewer than 1 % of the places that must stay empty', () => {
    const empty = report.filter((r) => !r.wasExpected);
    const invented = empty.filter((r) => !r.ok);
    expect(
      invented.length / empty.length,
      invented.map((r) => `${r.field}: ${r.text}`).join('\n'),
    ).toBeLessThan(0.01);
  });
});

describe('the parser', () => {
  it('is total, deterministic and gives sound weights and spans on any sentence', () => {
    for (const { text } of OWN_CASES) {
      const a = parseIntent(text, TODAY);
      expect(JSON.stringify(parseIntent(text, TODAY))).toBe(JSON.stringify(a));
      if (a.objectives) expect(Object.values(a.objectives).reduce((x, y) => x + y)).toBeCloseTo(1, 12);
      for (const [start, end] of [...Object.values(a.spans), ...a.unparsed]) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }
  });

  it('points at the words it read', () => {
    const text = 'I need $25,000 for a down payment by June 2027 and never sell my Apple.';
    const { spans } = parseIntent(text, TODAY);
    expect(text.slice(...(spans['cash.neededAmount'] as [number, number]))).toBe('$25,000');
    expect(text.slice(...(spans['cash.neededBy'] as [number, number]))).toBe('June 2027');
    expect(text.slice(...(spans['keep'] as [number, number]))).toBe('Apple');
  });

  it('does work in proportion to the length of the text, whatever it is', () => {
    const bits = fc.constantFrom(
      ...OWN_CASES.slice(0, 60).map((c) => c.text),
      'lorem ipsum dolor ',
      'not not no no ',
      '1 2 3 4 5 ',
      '$$$$ %%% ((( ',
      'never sell my my my ',
      'keep the the the ',
      'no. ',
      'dont want to lose the my money ',
      '{"a":',
      '<<<<',
    );
    // A few words over and over are not read: enough different ones in front, and they are.
    const OPENING = 'We live by the lake with two kids, a cat and plenty of time for our money. ';
    fc.assert(
      fc.property(fc.array(bits, { minLength: 1, maxLength: 6 }), (parts) => {
        const unit = `${parts.join(' ')} `;
        const effort = (length: number): number =>
          readIntent((OPENING + unit.repeat(Math.ceil(length / unit.length))).slice(0, length), TODAY).effort;
        // Linear in the length: twice the text, about twice the matches tried and words looked at.
        expect(effort(8_000)).toBeLessThan(2.6 * effort(4_000) + 2_000);
      }),
      { numRuns: 25, seed: 8 },
    );
  }, 60_000);
});

const ROUNDS = [...ROUND_ONE, ...ROUND_TWO];
describe('a few words over and over', () => {
  it('say nothing, however often; a sentence beside them counts', () => {
    const loop = 'never lose the moon '.repeat(40);
    expect(parseIntent(loop, TODAY)).toEqual(parseIntent('', TODAY));
    const wish = 'My family would like this account to beat the S&P 500 by next spring, nothing else. ';
    expect(parseIntent(wish + 'la '.repeat(300), TODAY).objectives?.shortTermAlpha).toBe(1);
  });
});

describe('later rounds of sentences', () => {
  const rows = ROUNDS.flatMap((c) =>
    judge(c, parseIntent(c.text, TODAY)).map((r) => ({ text: c.text, ...r })),
  );
  it('are read as well as the first', () => {
    const wrong = rows.filter((r) => !r.ok).map((r) => `${r.field} of "${r.text}": ${JSON.stringify(r.got)}`);
    expect(wrong).toEqual([]);
  });
});

describe('variants of what other hands showed to be missed', () => {
  it('are read right, every one', () => {
    const wrong = VARIANTS.flatMap((c) =>
      judge(c, parseIntent(c.text, TODAY))
        .filter((r) => !r.ok)
        .map((r) => `${r.field} of "${c.text}": ${JSON.stringify(r.got)}`),
    );
    expect(VARIANTS.length).toBeGreaterThan(115);
    expect(wrong).toEqual([]);
  });
});

const SHARED = resolve(import.meta.dirname, '../../../shared/intent/shared.json');
describe.skipIf(!existsSync(SHARED))('shared examples (skipped where ../shared/intent is absent)', () => {
  it('give the all-empty intent on every garbage case', () => {
    const cases = JSON.parse(readFileSync(SHARED, 'utf8')) as {
      text: string;
      today: string;
      tags: string[];
    }[];
    const garbage = cases.filter((c) => c.tags.includes('garbage'));
    expect(garbage.length).toBeGreaterThan(3);
    for (const c of garbage) {
      const { spans, objectives, keep, contradictions } = parseIntent(c.text, isoDate(c.today));
      expect({ spans, objectives, keep, contradictions }).toEqual({
        spans: {},
        objectives: null,
        keep: [],
        contradictions: [],
      });
    }
  });
});
