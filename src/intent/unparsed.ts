import type { Span } from './intent.ts';
import { cue, type Hit, type Passage } from './passage.ts';

/** Phrases an investor would expect to be understood, for which the intent has no field. */
const MEANINGFUL = [
  'dividends?(?: income| stocks?)?|passive income|income stream',
  'P (?:a|per|every|each) (?:year|month|week|day|annum)|P (?:returns?|yield|growth)|returns? of P',
  'biweekly|fortnightly|bi weekly|every N weeks|every other week',
  'esg|ethical(?:ly)?|sustainable|clean energy|green energy|renewables?|cannabis|marijuana|guns|firearms|sin stocks|halal|sharia|catholic values|socially responsible',
  'emerging markets?|international|foreign stocks?|small caps?|large caps?|mid caps?|value stocks?|growth stocks?|index funds?|options|covered calls|margin|leverage|short selling|penny stocks?|annuit(?:y|ies)|inflation|rebalanc\\w*|wash sales?|required minimum distributions?|rmds?',
].map(cue);

/** Ranges that look meaningful and set no field; those that already serve one are left out. */
export function findUnparsed(p: Passage, used: readonly Span[], odd: Hit | null): Span[] {
  const hits = [...(odd ? [odd] : []), ...MEANINGFUL.flatMap((c) => p.find(c))];
  const spans = hits.map((h) => p.span(h)).toSorted((a, b) => a[0] - b[0] || b[1] - a[1]);
  const out: Span[] = [];
  for (const s of spans) {
    if (used.some((u) => u[0] < s[1] && s[0] < u[1])) continue;
    const last = out.at(-1);
    if (!last || s[0] >= last[1]) out.push(s);
  }
  return out;
}
