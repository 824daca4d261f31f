import { describe, expect, it } from 'vitest';
import { isoDate } from '../core/iso-date.ts';
import { GOALS } from './intent.ts';
import { parseIntent } from './parse-intent.ts';
import { FEW_WORDS, SOMETHING_ELSE } from './unseen.test-data.ts';

const TODAY = isoDate('2026-11-22');
const EMPTY = { ...parseIntent('', TODAY), unparsed: null };
const LETTERS = 'AGLPHO';

describe('sentences that nobody trained on', () => {
  it('about something else than money fill a field in few cases', () => {
    const invented = SOMETHING_ELSE.filter(
      (text) => JSON.stringify({ ...parseIntent(text, TODAY), unparsed: null }) !== JSON.stringify(EMPTY),
    );
    expect(SOMETHING_ELSE.length).toBeGreaterThan(200);
    expect(invented.length / SOMETHING_ELSE.length, invented.join('\n')).toBeLessThan(0.06);
  });

  it('that state a goal in a few words, often without one about money, are understood', () => {
    const missed = FEW_WORDS.filter(([goal, text]) => {
      const weights = parseIntent(text, TODAY).objectives;
      const wanted = GOALS[LETTERS.indexOf(goal)];
      return !weights || !wanted || GOALS.some((g) => g !== wanted && weights[g] >= weights[wanted]);
    });
    expect(missed.length / FEW_WORDS.length, missed.map(([g, t]) => `${g} ${t}`).join('\n')).toBeLessThan(
      0.1,
    );
  });
});
