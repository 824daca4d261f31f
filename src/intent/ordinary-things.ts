import type { Hit, Passage } from './passage.ts';
import type { Mention } from './things.ts';
import type { WishedThing } from './wish-cues.ts';

/** Things of everybody's day that are industries or companies only where the text has to do with investing. */
const ORDINARY =
  /^ (?:meats?|food|foods|beer|alcohol|booze|liquor|wine|soft drinks?|sodas?|groceries|gas|cars?|autos?|restaurants?|hotels?|cruises?|clothes|clothing|apparel|shoes|games|video games?|gaming|tv|television|media|social media|streaming|insurance|paper|lumber|steel|hospitals?|medicines?|drugs|trucks?|trucking|trains?|apple|coke|coca cola|pepsi|target|gap|visa|ford|nike|netflix|disney|starbucks|mcdonalds|uber|google|facebook|amazon|shell|walmart) $/;
const INVESTING_SIGN =
  / (buy\w*|sell\w*|own|owning|overweight|underweight|exposure|industry|industries|makers?|producers?|names|stocks?|shares?|compan(?:y|ies)|funds?|sectors?|invest\w*|portfolio|account|holdings?|positions?|trades?|trading|exclude\w*|savings|retire\w*|401k|ira|roth|nest egg|wealth|dividends?|profits?|gains?|etfs?) /;
/** What may stand beside a terse wish without making it a sentence about something else. */
const BARE =
  /^(?:[.,;:!?()]|no|not|any|and|or|nor|please|pls|thanks|ever|never|at|all|for|me|us|in|here|there|my|our|the|it|this|that|stuff|things?|of|kind|whatsoever|period|either|too|also|only|just|more|i|we|want|dont|do|touch|like|but|then|yes|ok|big|anything|everything|else|except|with|from|to|own|these|those|a|an|lots|lot|plenty|is|are|fine|out|off|into)$/;
const WEAK_CUE = / (?:no|not|only|just|more|like|likes|love|loves|want|keep|touch|skip|never|add) $/;
/** "On religious grounds": why an industry is not wanted. */
const REASON = /^ (?:for|on|out of|by) (?:\S+ ){0,2}(?:reasons?|grounds|principle|conviction|faith) /;
/** "A capital gain on a rental property" is money made, no wish to make it. */
const GAIN_ON = / (?:gains?|profits?) (?:on|from|off) (?:\S+ ){0,3}$/;

/** Words behind a mention, up to the end of its clause, that a terse wish does not have. */
function hasMoreBehind(p: Passage, m: Hit, mentions: readonly Hit[]): boolean {
  if (REASON.test(p.words(m.to, m.to + 4))) return false;
  for (let i = m.to; i < p.tokens.length && !/^(?:[.,;:!?()]|but|so|because|since|due)$/.test(p.w(i)); i++)
    if (!BARE.test(p.w(i)) && !mentions.some((o) => i >= o.from && i < o.to)) return true;
  return false;
}

function isOrdinary(p: Passage, m: Mention, mentions: readonly Mention[]): boolean {
  if (ORDINARY.test(p.words(m.from, m.to)))
    return m.kind !== 'symbol' || m.isDoubtful || /^[a-z]/.test(p.tokens[m.from]?.raw ?? '');
  return m.kind !== 'symbol' && WEAK_CUE.test(p.words(m.from - 1, m.from)) && hasMoreBehind(p, m, mentions);
}

function isGainMade(p: Passage, m: Mention): boolean {
  const before = p.words(Math.max(p.sentenceStart(m.from), m.from - 6), m.from);
  return (
    m.value === 'realEstate' && / (?:capital|taxable|had|made|big|sold) /.test(before) && GAIN_ON.test(before)
  );
}

/**
 * Leaves out wishes about ordinary things in a text without a sign of investing: "No meat on Fridays", "don't touch my phone". A terse wish
 * ("no tobacco") names an industry by a word of its own and stands alone; more words behind it tell of something else. One wish that is about
 * investing for sure vouches for those beside it.
 * @param mentions everything named in the text that could be bought or banned.
 * @param hasOtherFields whether the text fills a field that only an investor has.
 */
export function withoutOrdinaryTalk(
  p: Passage,
  things: readonly WishedThing[],
  mentions: readonly Mention[],
  hasOtherFields: boolean,
): readonly WishedThing[] {
  const wished = things.filter((t) => !isGainMade(p, t.mention));
  const isVouchedFor =
    hasOtherFields || INVESTING_SIGN.test(p.text) || wished.some((t) => !isOrdinary(p, t.mention, mentions));
  return isVouchedFor ? wished : [];
}
