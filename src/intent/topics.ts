import { EVERYDAY, INVESTING } from './lexicon/everyday.ts';
import type { Hit, Passage } from './passage.ts';

const NARRATIVE =
  / (has been|have been|had been|was|were|lost|won|ran|made|took|went|bought|retired|waited|charged|said|told|canceled|never looked) /;

/** True when the sentence around a hit is about everyday life and not about invested money. */
export function isOffTopic(p: Passage, hit: Hit): boolean {
  const sentence = p.words(p.sentenceStart(hit.from), p.sentenceEnd(Math.max(hit.from, hit.to - 1)));
  return (
    EVERYDAY.test(sentence) &&
    !INVESTING.test(` ${sentence.trim().replace(/ (flea|farmers|super|fish|super) market /g, ' ')} `)
  );
}

/** True when a sentence tells what happened and says nothing about investing. */
export function isNarrative(p: Passage, hit: Hit): boolean {
  const sentence = p.words(p.sentenceStart(hit.from), p.sentenceEnd(Math.max(hit.from, hit.to - 1)));
  return (
    NARRATIVE.test(sentence) &&
    !INVESTING.test(sentence) &&
    !/ (i want|i need|please|i would like|id like|my goal|help me|let me|let it|keep|dont|never) /.test(
      sentence,
    )
  );
}
