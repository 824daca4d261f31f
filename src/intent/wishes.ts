import { byContrast, byPronoun } from './indirect-wishes.ts';
import { WEAK_BEFORE, type Wish } from './lexicon/wishes.ts';
import type { Hit, Passage } from './passage.ts';
import type { Mention } from './things.ts';
import {
  AFTER_CUES,
  BEFORE_CUES,
  continuesList,
  findCues,
  type WishCue,
  type WishedThing,
} from './wish-cues.ts';

const STOP = new Set([
  'because',
  'when',
  'if',
  'since',
  'while',
  'where',
  'who',
  'which',
  'until',
  'after',
  'before',
  'so',
  'but',
  'than',
  'although',
  '.',
  ';',
  '!',
  '?',
  ',',
  ':',
  '(',
  ')',
  'is',
  'are',
  'was',
  'were',
  'will',
  'would',
  'does',
  'did',
  'M',
  'P',
  'and',
  'to',
  'for',
  'by',
  'at',
  'with',
]);
const FILLERS = new Set(
  'my our the a an any all of in into some more that these those from big large us american single individual other shares share stock stocks companies position positions own anything everything related to either please ever every bit lot lots exposure holdings both on your their such as whole entire money kind kinds sort type types and remaining existing old new current'.split(
    ' ',
  ),
);
/** True when the cue reaches the mention directly. */
function governs(p: Passage, c: Hit, m: Mention): boolean {
  const gap = m.from - c.to;
  if (gap < 0 || gap > 5) return false;
  const between = p.tokens.slice(c.to, m.from).map((t) => t.w);
  if (between.some((w) => STOP.has(w) && !FILLERS.has(w))) return false;
  // "sell covered calls on my AMD" sells no AMD.
  if (m.isDoubtful || p.words(c.from, c.to).endsWith(' sell ')) return between.every((w) => FILLERS.has(w));
  return gap <= 4 && between.filter((w) => !FILLERS.has(w)).length <= 2;
}

const INVESTING =
  / (stocks?|shares?|portfolio|invest\w*|sectors?|funds?|holdings?|companies|etfs?|own|hold|overweight|exposure|account|industry|industries|market|positions?|names|trades?|money) /;

/** The wish in front of a mention, or null. */
function wishBefore(p: Passage, cues: readonly WishCue[], m: Mention): { cue: WishCue; wish: Wish } | null {
  for (let k = cues.length - 1; k >= 0; k--) {
    const c = cues[k] as WishCue;
    if (c.to > m.from) continue;
    if (m.from - c.to > 5) break;
    if (!governs(p, c, m)) {
      // The nearest cue decides; one that is cut off hides those before it only when it stands close.
      if (m.from - c.to <= 1) break;
      continue;
    }
    // Two small letters are a ticker only after a word of buying, selling or keeping.
    if (
      m.isDoubtful &&
      m.kind === 'symbol' &&
      /^[a-z]{1,2}$/.test(p.tokens[m.from]?.raw ?? '') &&
      !/ (keep|keeping|dump|sell|selling|buy|buying|hold|unload|ditch|rid|touch) /.test(p.words(c.from, c.to))
    )
      return null;
    if (
      m.isDoubtful &&
      m.kind !== 'symbol' &&
      WEAK_BEFORE.test(p.words(c.from, c.to)) &&
      (m.kind === 'sector' || m.value === 'cash') &&
      !INVESTING.test(p.text)
    )
      return null;
    return { cue: c, wish: resolve(p, cues, k, m) };
  }
  return null;
}

/** "Except X" turns the wish before it round; "don't touch X" keeps a holding and bans an industry. */
function resolve(p: Passage, cues: readonly WishCue[], k: number, m: Mention): Wish {
  const c = cues[k] as WishCue;
  if (c.wish === 'touch') return m.kind === 'symbol' ? 'keep' : 'exclude';
  if (c.wish === 'keep' && m.kind !== 'symbol') return 'nothing';
  const words = p.words(c.from, c.to);
  // "never Tesla" bans; "won't touch my Tesla" keeps.
  if (
    c.wish === 'exclude' &&
    /touch/.test(words) &&
    m.kind === 'symbol' &&
    / my /.test(p.words(c.to, m.from))
  )
    return 'keep';
  if (c.wish !== 'flip') return c.wish;
  const from = p.sentenceStart(c.from);
  const earlier = cues
    .slice(0, k)
    .filter((x) => x.from >= from && x.wish !== 'nothing' && x.wish !== 'flip')
    .at(-1);
  const sentence = p.words(from, c.from);
  if (
    / (sell|dump|unload|liquidate|harvest|get rid of|everything|losses|losers) /.test(sentence) &&
    !earlier?.wish.startsWith('prefer') &&
    m.kind === 'symbol'
  )
    return 'keep';
  if (earlier?.wish === 'exclude') return 'prefer';
  return 'exclude';
}

/** The wish behind a group of mentions that ends with m. */
function wishAfter(p: Passage, cues: readonly WishCue[], m: Mention): Wish | null {
  for (const c of cues) {
    if (c.to <= m.to || c.from < m.from) continue;
    const between = p.tokens.slice(m.to, Math.max(m.to, c.from)).map((t) => t.w);
    if (between.length > 3) break;
    const isAnswer = /^ (no|nope|never|yes|pass|no thanks|hard pass|no way)/.test(p.words(c.from, c.to));
    if (
      !between.every(
        (w) =>
          /^(stocks?|shares?|funds?|companies|too|also|though|stuff|position|all|both|them|should|that|just|:|ever|etfs?|you|know|anymore|holdings?)$/.test(
            w,
          ) ||
          (w === ',' && (isAnswer || c.wish === 'keep')),
      )
    )
      break;
    const words = p.words(c.from, c.to);
    if (c.wish === 'keep' && m.kind !== 'symbol') return null;
    // "my Disney is off limits" keeps, "tobacco is off limits" bans; "leave X alone" is a matter of `before`.
    if (/ off limits /.test(words) && m.kind === 'symbol' && p.w(m.from - 1) === 'my') return 'keep';
    if (/^ (alone|untouched) $/.test(words)) return null;
    if (m.isDoubtful && / yes | only | please /.test(words) && m.kind === 'symbol' && between.length > 0)
      return null;
    return c.wish;
  }
  return null;
}

/** Pairs every mention with the wish that reaches it. What nothing reaches is only talk. */
export function findWishes(p: Passage, mentions: readonly Mention[]): WishedThing[] {
  if (mentions.length === 0) return [];
  const before = findCues(p, BEFORE_CUES);
  const after = findCues(p, AFTER_CUES);
  const out: WishedThing[] = [];
  let carried: Wish | null = null;
  const groups: { mentions: Mention[]; wish: Wish | null }[] = [];
  mentions.forEach((m, i) => {
    const previous = mentions[i - 1];
    const own = wishBefore(p, before, m);
    const inList = previous !== undefined && continuesList(p, previous, m);
    if (own) carried = own.wish;
    else if (
      !inList &&
      previous &&
      / (so does|so do|so should|so must|so can|same for|same goes for|ditto|likewise|as does|as should|same with) $/.test(
        p.words(Math.max(previous.to, m.from - 4), m.from),
      )
    )
      carried = repeated(p, after, previous, carried);
    else if (!inList) carried = null;
    const group = groups.at(-1);
    if (group && inList && (!own || own.wish === group.wish) && group.wish === carried)
      group.mentions.push(m);
    else groups.push({ mentions: [m], wish: carried });
  });
  for (const g of groups) {
    const last = g.mentions.at(-1) as Mention;
    let wish: Wish | null = g.wish;
    const behind = wishAfter(p, after, last);
    let reached = g.mentions;
    if (behind) {
      // A wish behind the last of a list covers the whole list unless the list already has one of its own.
      if (behind === 'nothing' || (wish !== null && wish !== 'nothing' && isFaint(p, after, last)))
        wish ??= 'nothing';
      else if (wish === null || wish === 'nothing' || (wish !== behind && g.mentions.length === 1))
        wish = behind;
      else if (wish !== behind) {
        out.push(...wished(g.mentions.slice(0, -1), wish));
        reached = [last];
        wish = behind;
      }
    }
    out.push(...wished(reached, wish));
  }
  return [...out, ...byPronoun(p, mentions, out), ...byContrast(p, mentions, out, before)];
}

/** "Please" and the like behind a thing bend no wish that stands before it. */
function isFaint(p: Passage, after: readonly WishCue[], m: Mention): boolean {
  const c = after.find((x) => x.to > m.to && x.from >= m.from);
  return (
    c !== undefined &&
    / (please|yes|in|above all|first and foremost) /.test(p.words(Math.max(m.to, c.from), c.to))
  );
}

/** "X has to go, and so does Y": the wish of X once more. */
function repeated(
  p: Passage,
  after: readonly WishCue[],
  previous: Mention,
  carried: Wish | null,
): Wish | null {
  return wishAfter(p, after, previous) ?? carried;
}

function wished(mentions: readonly Mention[], wish: Wish | null): WishedThing[] {
  if (wish !== 'exclude' && wish !== 'prefer' && wish !== 'keep') return [];
  return mentions.flatMap((mention) =>
    wish === 'keep' && mention.kind !== 'symbol' ? [] : [{ mention, wish }],
  );
}
