import { listText, plural } from '../format/number.ts';

/** What a review amounts to, in counts. */
export interface ReviewCounts {
  readonly files: number;
  readonly added: number;
  readonly duplicates: number;
  readonly problems: number;
  readonly unmapped: readonly string[];
  readonly failed: readonly string[];
  /** Lines of positions files, kept to compare with. */
  readonly positions: number;
}

/** The first sentence of the review. */
export function reviewSentence(c: ReviewCounts): string {
  if (c.unmapped.length > 0 && c.added === 0)
    return `${listText(c.unmapped)} is laid out in a way not seen before. Name its columns once; it is remembered.`;
  if (c.failed.length > 0 && c.added === 0 && c.duplicates === 0)
    return `${listText(c.failed)} could not be read.`;
  if (c.added === 0 && c.positions > 0)
    return `${plural(c.positions, 'position')} can be kept to compare with your ledger${c.duplicates > 0 ? '; no row is new' : ''}. Nothing is saved yet.`;
  if (c.added === 0)
    return c.duplicates > 0
      ? `Nothing new: all ${plural(c.duplicates, 'row')} are in your ledger already.`
      : 'No row in these files can be added.';
  const start = `${plural(c.added, 'row')} from ${plural(c.files, 'file')} can be added`;
  const look =
    c.problems > 0
      ? `; ${plural(c.problems, 'line')} ${c.problems === 1 ? 'needs' : 'need'} a look`
      : '; every line was understood';
  const unmapped =
    c.unmapped.length > 0 ? ` ${listText(c.unmapped)} still waits for its columns to be named.` : '';
  return `${start}${look}. Nothing is saved yet.${unmapped}`;
}
