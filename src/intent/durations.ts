import { UNIT_YEARS } from './lexicon/english.ts';
import { cue, type Hit, type Passage } from './passage.ts';

/** What a stretch of time in the text is about. Only `plain` ones can be the horizon of the investment. */
export type DurationRole =
  'plain' | 'past' | 'holding' | 'eachTrade' | 'repeating' | 'age' | 'product' | 'need';

export interface Duration extends Hit {
  readonly years: number;
  readonly role: DurationRole;
}

const UNIT =
  '(?:more |full |whole |short |long |good |solid |trading |business |calendar )?(?:days?|weeks?|fortnight|months?|quarters?|years?|decades?|hours?|minutes?)';
const RANGE = cue(`(?:between |from )?(?:N|a|few) (?:${UNIT} )?(?:to|or|and|until) (?:N|a few) ${UNIT}`);
const COUNT = cue(`(?:N|few|half a|half) ${UNIT}(?: and a half)?`);
const CENTURY = cue('(?:a )?(?:quarter|half|quarter of a|half a)(?: of a)? century');
/** "Within a quarter": a time where nothing says what it is a quarter of. */
const QUARTER = cue('(?<= (?:within|inside) )a quarter(?= (?:[.,;:!?]|or so|please)| $)');
const SINGLE = cue(
  `(?:a|an|another|(?<= )the (?:next|coming)) (?!quarter)${UNIT}(?: and a half| or so| or N| or more)?`,
);

function unitIn(words: string): number {
  const m = [
    ...words.matchAll(/(days?|weeks?|fortnight|months?|quarters?|years?|decades?|hours?|minutes?)/g),
  ].at(-1);
  return m ? (UNIT_YEARS[m[1] as string] ?? 0) : 0;
}

function valueOf(p: Passage, hit: Hit): number {
  const words = p.words(hit.from, hit.to);
  const numbers = p.tokens
    .slice(hit.from, hit.to)
    .flatMap((t) => (t.w === 'N' && t.value !== undefined ? [t.value] : []));
  const unit = unitIn(words);
  const half = words.includes(' and a half') ? 0.5 * unit : 0;
  if (/ half (a )?(days?|weeks?|months?|quarters?|years?|decades?)/.test(words)) return 0.5 * unit;
  if (numbers.length >= 2) {
    const first = / N (days?|weeks?|months?|years?|decades?) /.exec(words);
    const firstUnit = first ? (UNIT_YEARS[first[1] as string] ?? unit) : unit;
    // "A year and a day" is a sum.
    if (firstUnit > unit && / and /.test(words) && !/ between /.test(words))
      return (numbers[0] as number) * firstUnit + (numbers[1] as number) * unit;
    return ((numbers[0] as number) * firstUnit + (numbers[1] as number) * unit) / 2;
  }
  if (/ (a|an|another) /.test(words) && numbers.length === 1 && / (or|to) N /.test(words))
    return ((1 + (numbers[0] as number)) / 2) * unit;
  const count = numbers[0] ?? (/ few /.test(words) ? 3 : 1);
  return count * unit + half;
}

const PAST_BEFORE =
  / (last|past|previous|took|takes|since|spent|ago|been|worked|lived|served|taught|married|already|was|were|had|after|having|over the last|for the past|drove|ran|moved|known|widowed|divorced|employed|retired|sold|played|studied|managed|painted|farmed) /;
const PAST_PERFECT =
  / (have been|has been|ive been|had been|i was|we were|he was|she was|i worked|we worked|i lived|we lived|has lived|have lived|took (us|me|him|her|them)|spent) /;
/** "Drove a school bus for twenty-two years", "sold it after eleven years": told as done. */
const DONE_FOR =
  / (?:\w{2,}ed|drove|taught|ran|kept|held|wrote|flew|built|sold|bought|fought|spent|put|had|was|were|been|grew|made|sang|sat|left|quit) (?:\S+ ){0,5}(?:for|after) (?:about |over |nearly |almost |some |more than |the better part of )*$/;
const HELD =
  / (held|hold|holding|hold on|own|owned|aged|age|birthday|older|sit|season|seasoned|mature|matured|wait|long term|rate|rates|gain|gains|winner|winners|lot|lots|tax|taxes|sell|selling|sold|cash|realize|realized|profit|profits|position|positions|mark|anniversary|shares|stock) /;
const PRODUCT_AFTER =
  /^ (treasur|bond|note|mortgage|loan|lease|cd |cds |fixed|arm |warranty|high|low|chart|return|average|yield|t bill|contract|anniversary|degree|term life)/;

function roleOf(p: Passage, hit: Hit, years: number): DurationRole {
  const from = p.sentenceStart(hit.from);
  const to = p.sentenceEnd(hit.from);
  const near = p.words(Math.max(from, hit.from - 4), hit.from);
  const before = p.words(Math.max(from, hit.from - 9), hit.from);
  const after = p.words(hit.to, Math.min(to, hit.to + 4));
  const sentence = p.words(from, to);
  const previous = p.w(hit.from - 1);
  if (after.startsWith(' old ') || / (age|aged) $/.test(near)) return 'age';
  if (PRODUCT_AFTER.test(after)) return 'product';
  if (/^(every|each|per)$/.test(previous) || /^ (times|checkup|review)/.test(after)) return 'repeating';
  if (
    /^(a|an) /.test(p.words(hit.from, hit.to).trim()) &&
    /^(N|M|P|Y|once|twice|times|trades?|much|little|dollars|day|thousand|transactions|income|return|returns|growth|appreciation|profit|yield|gains?)$/.test(
      previous,
    )
  )
    return 'repeating';
  if (/^ (ago|earlier|back) /.test(after) && !/^ back (in|by)/.test(after)) return 'past';
  const isYear = years > 0.95 && years < 1.07;
  const aroundHeld = HELD.test(sentence);
  if (
    isYear &&
    aroundHeld &&
    /(after|over|than|past|under|least|until|beyond|full|before|for|inside|reach|reached|hits|hit|turns|turn|passes|pass|crosses|cross|mark|aged|within its|the|a|of|only|held|wait|waiting|waits|hold|holding) $/.test(
      near,
    ) &&
    !/(within|in the next|over the next|in) $/.test(near)
  )
    return 'holding';
  if (isYear && /^ (mark|rule|line|point|wait|hold|holding|birthday|anniversary)/.test(after))
    return 'holding';
  if (
    /^ (at a time|each|apiece|per trade|per position|holds?|hold time|swings?|trades?|stints) /.test(after) ||
    / (at a time) /.test(after)
  )
    return 'eachTrade';
  if (
    years < 0.1 &&
    !/ then (?:dump|sell|exit|cash|get out) /.test(sentence) &&
    / (ride|riding) (\S+ ){0,3}(for |only |just |about |maybe )*$/.test(before)
  )
    return 'eachTrade';
  if (
    years < 1 &&
    / (hold|holding|keep|keeping|held) (\S+ ){0,3}(for |only |just |about |maybe )*$/.test(before) &&
    / (each|position|positions|trade|trades|anything|stuff|things|them) /.test(sentence)
  )
    return 'eachTrade';
  if (
    / (last|past|previous|took|since|spent) (the |about |around |over |us |me |nearly |almost |these |this )*$/.test(
      near,
    )
  )
    return 'past';
  if (
    DONE_FOR.test(before) &&
    !/ (until|untill|stays?|remains?|be|kept|keep|keeping|leave|leaving|staying|will|want|would|to|if|can|could|should|must|let|please) /.test(
      before,
    )
  )
    return 'past';
  if (
    PAST_PERFECT.test(before) ||
    (PAST_BEFORE.test(near) && / for (about |over |nearly |almost |the last |the past )*$/.test(near))
  )
    return 'past';
  if (
    /^ (?:of )?experience |^ of (saving|work|working|experience|marriage|service|hard|my life|school|driving|teaching|payments|data|history|living)/.test(
      after,
    )
  )
    return 'past';
  return 'plain';
}

/** Every stretch of time in the text, with its length and what it is about. */
export function findDurations(p: Passage): Duration[] {
  const taken = new Set<number>();
  const out: Duration[] = [];
  for (const hit of p.find(CENTURY)) {
    const years = / quarter /.test(p.words(hit.from, hit.to))
      ? 25
      : / half /.test(p.words(hit.from, hit.to))
        ? 50
        : 100;
    for (let k = hit.from; k < hit.to; k++) taken.add(k);
    out.push({ ...hit, years, role: roleOf(p, hit, years) });
  }
  for (const pattern of [RANGE, COUNT, SINGLE, QUARTER]) {
    for (const hit of p.find(pattern)) {
      if (taken.has(hit.from) || taken.has(hit.to - 1)) continue;
      // "a quarter of it" is a part, not a time.
      if (/ quarters? /.test(p.words(hit.from, hit.to)) && p.w(hit.to) === 'of') continue;
      for (let k = hit.from; k < hit.to; k++) taken.add(k);
      const years = valueOf(p, hit);
      if (years > 0 && years < 200) out.push({ ...hit, years, role: roleOf(p, hit, years) });
    }
  }
  return out.toSorted((a, b) => a.from - b.from);
}
