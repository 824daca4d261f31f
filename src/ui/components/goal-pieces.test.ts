import { describe, expect, it } from 'vitest';
import { piecesOf } from './goal-pieces.ts';

describe('marked phrases', () => {
  it('keeps every character once, in order', () => {
    const text = 'grow it over twenty years, no tobacco';
    const pieces = piecesOf(text, { a: [0, 7], b: [5, 25], c: [27, 99] });
    expect(pieces.map((p) => p.text).join('')).toBe(text);
    expect(pieces.filter((p) => p.marked).map((p) => p.text)).toEqual([
      'grow it over twenty years',
      'no tobacco',
    ]);
  });
  it('marks nothing without ranges and survives an empty text', () => {
    expect(piecesOf('abc', {})).toEqual([{ start: 0, text: 'abc', marked: false }]);
    expect(piecesOf('', { a: [0, 1] })).toEqual([]);
  });
});
