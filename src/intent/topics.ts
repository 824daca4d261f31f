import { countKinds } from './familiar.ts';
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
  /^ (what is|whats|what are|what does|what do|what was|what happens|what counts|what would|explain|define|describe|how do|how does|how did|how many|how often|how old|how safe|how big|how is|how are|why is|why are|why do|why does|why did|who|when did|when does|when is|is P|is N|is a|is an|is the|are|does|do (?!i |we |not |you |it |whatever |what )|can (?:companies|people|a|an|banks|traders|investors)|has the|has a|did the|tell me about|tell me what) /;
const PERSONAL = / (i|im|id|ive|ill|my|me|we|our|us|mine|the best way|way to|best) /;

/** True when a sentence only asks what something is: "What is tax-loss harvesting?" wishes for nothing. */
export function isMereQuestion(p: Passage, hit: Hit): boolean {
  const sentence = p.words(p.sentenceStart(hit.from), p.sentenceEnd(Math.max(hit.from, hit.to - 1)));
  if (/^ (?:please |kindly |just )*let (?:me|us) know (?:if|whether|when|what|how|which) /.test(sentence))
    return true;
  return QUESTION.test(sentence) && !PERSONAL.test(sentence) && sentence.length < 90;
}

/** True when the sentence around a hit is about everyday life and not about invested money. */
export const isOffTopic = (p: Passage, hit: Hit): boolean => topicOf(p, hit) === 'everyday';

/** True when a sentence tells what happened and says nothing about investing. */
export const isNarrative = (p: Passage, hit: Hit): boolean => topicOf(p, hit) === 'narrative';

const FAR =
  'brothers?|sisters?|cousins?|uncles?|aunts?|neighbou?rs?|friends?|boss|bosses|colleagues?|coworkers?|roommates?|grandfather|grandmother|grandpa|grandma|father|mother|dad|mom|stepfather|teacher|professor|dentist|doctor|landlord|priest|pastor|barber|janitor|broker|accountant|banker|godfather|nephews?|nieces?|ex|buddy|buddies|guy|owner|team|club';
/** A sentence about what other people do: it begins with them, and nobody speaks of himself in it or asks for anything. */
const OF_OTHERS = new RegExp(
  `^ (?:(?:my|our|his|her|their|the|a|an) (?:\\S+ ){0,2}?(?:${FAR})|he|she|they|everyone at|(?:some |most |many |rich |old |few )?(?:people|investors|traders|analysts|hedge funds|pension funds|funds|banks|companies|retirees|farmers|beginners|day traders|retail traders)|in Y ,? ?(?:the|a|an|many|most)|the (?:dow|nasdaq|s&p|index|market|fed) (?:\\S+ )?(?:lost|fell|rose|slips|edges|gained|closed|dropped|surged|tumbled|leaves)|(?:fed|opec|congress|analysts)|the (?:government|company|bank|movie|game|book|course|lecture|fund|lender|lessee|trustee)) `,
);
const OF_ONESELF =
  / (i|im|ive|id|ill|we|weve|me|us|myself|mine|let|lets|please|help|this|it|that|dont|do|like|who|whose|needs?|must|should|has to|have to|account|my (?:\S+ )?(?:money|savings|portfolio|own)|our (?:\S+ )?(?:money|savings|portfolio)) /;

/** True when a sentence is about other people's money or doings: "My cousin beat the market three years in a row". */
export function isOfOthers(p: Passage, hit: Hit): boolean {
  const from = p.sentenceStart(hit.from);
  const to = p.sentenceEnd(Math.max(hit.from, hit.to - 1));
  const sentence = p.words(from, to);
  return OF_OTHERS.test(sentence) && !OF_ONESELF.test(sentence);
}

/** How much a stretch of text sounds like investing: it names it, it hints at money, or neither. */
export function moneyTalk(p: Passage, { from, to }: Hit): 'named' | 'hinted' | 'none' {
  const words = p.words(from, to);
  if (INVESTING.test(words)) return 'named';
  return MONEY_HINTS.test(words) ? 'hinted' : 'none';
}

/** Words of the trade, which hardly anybody uses about anything else. */
const JARGON =
  / (tlh\w*|(?:conservative|aggressive|moderate|cautious) invest(?:or|ing|ments?)|mispric\w*|princip(?:al|le) (?:must|has to|should|needs to) (?:stay|remain|be)|tax loss|loss harvest\w*|capital (?:loss|losses|preservation)|ltcg|stcg|(?:long|short) term (?:capital )?gains?|(?:outperform|beat) (?:the )?(?:market|index|benchmark|s&p|spy|qqq|nasdaq)|beating (?:the )?(?:market|index|benchmark|s&p|spy|qqq|nasdaq)|day ?trading|swing trad\w*|financial(?:ly)? (?:independence|independent)|fire (?:by|at|before)|(?:coast|lean|fat|barista) fire|nest egg|my (?:401k|roth|retirement)|millionaire) /;
/** News and stories, in which such words occur, too. */
const TOLD =
  / (lost|slips|slipped|edges|rises|rose|fell|falls|closed|gained|leaves|shall|expects|reported|announced|said|was|were|used to) /;
const SPEAKS_OF_SELF = / (i|im|ive|id|ill|my|me|we|weve|our|us) /;

/**
 * What speaks for a stretch of text being about something else than the writer's money: another field of life, code, other people's doings, a
 * question of fact, foreign words in the majority, or nobody who speaks of himself ("some": the reader's doubt counts in full); no such sign; or
 * even words of the trade.
 */
export function signOfElsewhere(p: Passage, at: Hit, isCode: boolean): 'some' | 'noSign' | 'jargon' {
  const words = p.words(at.from, at.to);
  if (isCode || isMereQuestion(p, at) || isOfOthers(p, at)) return 'some';
  if (JARGON.test(words) && !TOLD.test(words)) return 'jargon';
  if (EVERYDAY.test(words) || !SPEAKS_OF_SELF.test(words)) return 'some';
  const { foreign, familiar } = countKinds(p, at);
  return foreign > familiar ? 'some' : 'noSign';
}

const named = new WeakMap<Passage, boolean>();

/** Looked up once a text: that keeps reading linear in its length. */
function namesInvesting(p: Passage): boolean {
  let is = named.get(p);
  if (is === undefined) named.set(p, (is = INVESTING.test(p.text)));
  return is;
}

const YARD_OF_MONEY =
  / (markets?|index|indexes|indices|benchmarks?|s&p|spy|voo|vti|qqq|nasdaq|dow|russell|street|investors?|funds?|advis\w+|etfs?|traders?|analysts?|sectors?|industry|relative value|mispric\w*|undervalued|underpriced|caps) /;

const YARD_OF_PEOPLE =
  / (average|averages|field|pack|crowd|competition|rivals?|peers?|neighbou?rs?|coworkers?|colleagues?|friends?|buddies|brother|sister|kids?|class|everyone|everybody|others|other|anyone|anybody|rest) /;

/**
 * True when a sentence that might state a goal speaks of foreign things and nothing in the whole text names investing: "secure the bandage",
 * "beat the class average in math". To be ahead of people takes less than other goals to be about something else.
 */
export function isForeignTalk(p: Passage, hit: Hit, isRivalry: boolean): boolean {
  if (namesInvesting(p)) return false;
  const at = { from: p.sentenceStart(hit.from), to: p.sentenceEnd(Math.max(hit.from, hit.to - 1)) };
  const { foreign, familiar } = countKinds(p, at);
  const words = p.words(at.from, at.to);
  if (isRivalry && YARD_OF_PEOPLE.test(words) && !YARD_OF_MONEY.test(words) && foreign > 0) return true;
  // The phrase itself may be an image: "plant the tree today".
  const outside = foreign - countKinds(p, hit).foreign;
  return outside > 1 && outside > familiar;
}

const MOST_LOOPED = 8;
const TURNS_OF_LOOP = 4;

/** True for "the moon the spoon the moon the spoon …": a few words over and over say nothing. */
export function isLoop(words: readonly string[]): boolean {
  const different = new Set(words).size;
  return different > 0 && different <= MOST_LOOPED && words.length >= TURNS_OF_LOOP * different;
}
