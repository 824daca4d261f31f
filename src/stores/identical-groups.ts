type Groups = readonly (readonly string[])[];

/** Adds a group; groups that share a symbol become one, since what is identical to the same thing is identical. */
export function withGroup(groups: Groups, symbols: readonly string[]): Groups {
  const joined = groups.filter((g) => g.some((s) => symbols.includes(s)));
  const rest = groups.filter((g) => !joined.includes(g));
  return [...rest, [...new Set([...joined.flat(), ...symbols])].toSorted()];
}

/** Takes one symbol out of its group; a group of one says nothing and goes. */
export const withoutSymbol = (groups: Groups, symbol: string): Groups =>
  groups.map((g) => g.filter((s) => s !== symbol)).filter((g) => g.length > 1);
