import { expect, it } from 'vitest';
import { METADATA } from './metadata.ts';
import { metadataWords } from './metadata-words.ts';

it('every observable number can be said in plain words of its own', () => {
  const words = METADATA.map((m) => metadataWords(m.name));
  expect(new Set(words).size).toBe(50);
  METADATA.forEach((m, k) => {
    expect(words[k]).not.toBe(m.formula);
    expect((words[k] ?? '').length).toBeGreaterThan(10);
  });
  expect(() => metadataWords('nonsense')).toThrow('no observable number');
});
