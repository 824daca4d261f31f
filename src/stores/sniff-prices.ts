const TICKER = /^[A-Z0-9][A-Z0-9.^=_-]{0,14}$/;
const LEDGER_WORDS = /action|quantity|shares|symbol|amount|type|description|account|side|transaction/i;

const cellsOf = (line: string): string[] =>
  line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

/**
 * Whether the first lines of a dropped CSV are prices rather than trades: Yahoo ("Date,Open,…,Close"),
 * Stooq ("<TICKER>,<PER>,<DATE>…" or "Date,Open,…") or wide ("date,AAA,BBB…").
 */
export function looksLikePrices(head: string): boolean {
  const first = head.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  const cells = cellsOf(first);
  if (cells[0]?.toUpperCase() === '<TICKER>') return true;
  if (!/^(date|data|day)$/i.test(cells[0] ?? '') || cells.length < 2) return false;
  const rest = cells.slice(1);
  if (
    rest.some((cell) => /^(adj[ _]?)?close\*{0,2}$/i.test(cell)) &&
    rest.some((cell) => /^(open|high)$/i.test(cell))
  )
    return true;
  return !rest.some((cell) => LEDGER_WORDS.test(cell)) && rest.every((cell) => TICKER.test(cell));
}
