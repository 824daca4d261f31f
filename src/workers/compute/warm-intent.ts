import type { IsoDate } from '../../core/iso-date.ts';
import { parseIntent } from '../../intent/parse-intent.ts';

/** A sentence that asks for something of each kind, so that most patterns of the grammar are met. */
export const SAMPLE_SENTENCE = 'I want to retire in twenty years, pay less tax and keep my Apple shares.';

/**
 * Reads a sentence for nothing. The engine compiles a pattern when it is first tried, which makes the first sentence of
 * a process about ten times as slow as the next: the person's own is then not the first.
 */
export function warmIntent(today: IsoDate): void {
  parseIntent(SAMPLE_SENTENCE, today);
}
