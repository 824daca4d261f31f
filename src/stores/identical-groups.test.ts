import { describe, expect, it } from 'vitest';
import { withGroup, withoutSymbol } from './identical-groups.ts';

describe('groups of substantially identical symbols', () => {
  it('join when they share a symbol', () => {
    const groups = withGroup(
      [
        ['GOOG', 'GOOGL'],
        ['IVV', 'VOO'],
      ],
      ['SPLG', 'VOO'],
    );
    expect(groups).toEqual([
      ['GOOG', 'GOOGL'],
      ['IVV', 'SPLG', 'VOO'],
    ]);
    expect(withGroup(groups, ['GOOG', 'VOO'])).toEqual([['GOOG', 'GOOGL', 'IVV', 'SPLG', 'VOO']]);
  });
  it('lose a symbol, and go when one is left', () => {
    expect(withoutSymbol([['A', 'B', 'C']], 'B')).toEqual([['A', 'C']]);
    expect(
      withoutSymbol(
        [
          ['A', 'B'],
          ['C', 'D'],
        ],
        'A',
      ),
    ).toEqual([['C', 'D']]);
  });
});
