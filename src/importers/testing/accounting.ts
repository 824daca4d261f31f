import { RecordSplitter } from '../record-splitter.ts';
import type { ImportResult } from '../result-types.ts';

function recordLines(text: string, delimiter: string): number[] {
  const lines: number[] = [];
  const splitter = new RecordSplitter(delimiter, (_cells, line) => void lines.push(line));
  splitter.push(text);
  splitter.end();
  return lines;
}

/** Lines of each kind, and what is wrong with them: a line in two kinds, or a record in none. "" when all is well. */
export function accountingFault(text: string, r: ImportResult): string {
  const kinds = new Map<number, string>();
  let fault = '';
  const note = (line: number, kind: string): void => {
    const before = kinds.get(line);
    if (before !== undefined && before !== kind) fault ||= `line ${line} is ${before} and ${kind}`;
    kinds.set(line, kind);
  };
  r.headerLines.forEach((l) => note(l, 'header'));
  r.transactions.forEach((t) => t.lines.forEach((l) => note(l, 'transaction')));
  r.ignored.forEach((i) => i.lines.forEach((l) => note(l, 'ignored')));
  r.problems.forEach((p) => p.line > 0 && note(p.line, 'problem'));
  if (fault) return fault;
  const covered = [...kinds.keys()].toSorted((a, b) => a - b).join(',');
  const whole = [',', ';', '\t', '|'].some((d) => recordLines(text, d).join(',') === covered);
  return whole ? '' : `records are not those that were reported: ${covered.slice(0, 200)}`;
}
