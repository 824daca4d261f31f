import { EVERYDAY, INVESTING, MONEY_HINTS } from './lexicon/everyday.ts';
import type { Hit, Passage } from './passage.ts';

const NARRATIVE =
  / (has been|have been|had been|was|were|lost|won|ran|made|took|went|bought|retired|waited|charged|said|told|canceled|never looked) /;
const WISH = / (i want|i need|please|i would like|id like|my goal|help me|let me|let it|keep|dont|never) /;

type Topic = 'investing' | 'everyday' | 'narrative' | 'open';
const known = new WeakMap<Passage, Map<number, Topic>>();

/** What the sentence around a hit is about. Looked up once a sentence. */
function topicOf(p: Passage, hit: Hit): Topic {
  const from = p.sentenceStart(hit.from);
  const to = p.sentenceEnd(Math.max(hit.from, hit.to - 1));
  let topics = known.get(p);
  if (!topics) known.set(p, (topics = new Map()));
  const key = from * 100_003 + to;
  let topic = topics.get(key);
  if (topic === undefined) {
    const sentence = p.words(from, to).replace(/ (flea|farmers|super|fish) market /g, ' ');
    if (INVESTING.test(sentence)) topic = 'investing';
    else if (EVERYDAY.test(sentence)) topic = 'everyday';
    else topic = NARRATIVE.test(sentence) && !WISH.test(sentence) ? 'narrative' : 'open';
    topics.set(key, topic);
  }
  return topic;
}

const QUESTION =
  /^ (what is|whats|what are|what does|what do|explain|define|describe|how do|how does|how did|why is|why do|why does|is P|is N|is a|is an|are|does|tell me about|tell me what) /;
const PERSONAL = / (i|im|id|ive|ill|my|me|we|our|us|mine|the best way|way to|best) /;

/** True when a sentence only asks what something is: "What is tax-loss harvesting?" wishes for nothing. */
export function isMereQuestion(p: Passage, hit: Hit): boolean {
  const sentence = p.words(p.sentenceStart(hit.from), p.sentenceEnd(Math.max(hit.from, hit.to - 1)));
  return QUESTION.test(sentence) && !PERSONAL.test(sentence) && sentence.length < 90;
}

/** True when the sentence around a hit is about everyday life and not about invested money. */
export const isOffTopic = (p: Passage, hit: Hit): boolean => topicOf(p, hit) === 'everyday';

/** True when a sentence tells what happened and says nothing about investing. */
export const isNarrative = (p: Passage, hit: Hit): boolean => topicOf(p, hit) === 'narrative';

/** How much a stretch of text sounds like investing: it names it, it hints at money, or neither. */
export function moneyTalk(p: Passage, { from, to }: Hit): 'named' | 'hinted' | 'none' {
  const words = p.words(from, to);
  if (INVESTING.test(words)) return 'named';
  return MONEY_HINTS.test(words) ? 'hinted' : 'none';
}

const MOST_LOOPED = 8;
const TURNS_OF_LOOP = 4;

/** True for "the moon the spoon the moon the spoon …": a few words over and over say nothing. */
export function isLoop(words: readonly string[]): boolean {
  const different = new Set(words).size;
  return different > 0 && different <= MOST_LOOPED && words.length >= TURNS_OF_LOOP * different;
}
