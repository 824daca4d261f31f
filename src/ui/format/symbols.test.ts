import { expect, it } from 'vitest';
import { readSymbols, strangers } from './symbols.ts';

it('reads symbols however they are set apart, each once', () => {
  expect(readSymbols(' goog, GOOGL;goog\tbrk.b ')).toEqual(['GOOG', 'GOOGL', 'BRK.B']);
  expect(readSymbols(' , ')).toEqual([]);
});

it('names the ones nobody traded', () => {
  expect(strangers(['A', 'B', 'C'], new Set(['B']))).toBe('A and C');
  expect(strangers(['B'], new Set(['B']))).toBe('');
});
