import {
  COMPANY_TICKERS,
  EVERYDAY_NAMES,
  NEVER_TICKERS,
  NOT_TICKERS,
  TICKERS,
  WORD_TICKERS,
} from './lexicon/companies.ts';
import { THINGS, THING_TAILS } from './lexicon/things.ts';
import type { Hit, Passage } from './passage.ts';

/** A company, ticker, industry or asset class named in the text. */
export interface Mention extends Hit {
  readonly kind: 'symbol' | 'sector' | 'assetClass';
  readonly value: string;
  /** An everyday word or a doubtful ticker: counts only right under a wish. */
  readonly isDoubtful: boolean;
}

/** Nouns that turn a brand into a product: "Amazon truck", "apple pie". */
const PRODUCT_TAILS =
  /^(pie|pies|juice|sauce|cider|tree|trees|orchard|watch|picking|pay|truck|trucks|prime|order|orders|package|packages|delivery|driver|river|rainforest|gift|card|cards|officer|application|interview|coffee|barista|latte|world|land|movie|movies|trip|cruise|vacation|shoes|sneakers|show|shows|subscription|password|maps|search|translate|docs|doc|drive|ride|rides|mustang|explorer|pickup|store|stores|phone|music|bottle|zero|light|date|price|prices|allocation|return|practice|audience|blank|range|practise|meeting|call|calls|office|turtle|oil change|butterfly|station|gas station|plus account|account|receipt|warehouse|membership|hot dog|hot dogs|fries|burger|drive thru)$/;

const firstWords = (names: Iterable<string>): ReadonlySet<string> =>
  new Set([...names].map((n) => n.split(' ')[0] as string));
const COMPANY_STARTS = firstWords(Object.keys(COMPANY_TICKERS));
const THING_STARTS = firstWords(THINGS.keys());

function companyAt(p: Passage, i: number): Mention | null {
  const first = p.w(i);
  if (!COMPANY_STARTS.has(first) && !COMPANY_STARTS.has(first.replace(/s$/, ''))) return null;
  for (let n = 4; n >= 1; n--) {
    if (i + n > p.tokens.length) continue;
    const name = p.words(i, i + n).trim();
    const possessive = n === 1 && /['’]s$/i.test(p.tokens[i]?.raw ?? '') ? name.replace(/s$/, '') : name;
    const key = Object.hasOwn(COMPANY_TICKERS, name)
      ? name
      : Object.hasOwn(COMPANY_TICKERS, possessive)
        ? possessive
        : null;
    if (key === null) continue;
    if (PRODUCT_TAILS.test(p.w(i + n))) return null;
    if (
      /^(a|an|this|that|every|each|whole|rotten|red|green|one|travel|student|work|tourist|entry|his|her|their)$/.test(
        p.w(i - 1),
      ) &&
      EVERYDAY_NAMES.has(key)
    )
      return null;
    return {
      from: i,
      to: i + n,
      kind: 'symbol',
      value: COMPANY_TICKERS[key] as string,
      isDoubtful: EVERYDAY_NAMES.has(key),
    };
  }
  return null;
}

function tickerAt(p: Passage, i: number, isShouting: boolean): Mention | null {
  const t = p.tokens[i];
  if (!t || t.value !== undefined || t.date) return null;
  const raw = t.raw.replace(/['’]s?$/i, '');
  const symbol = raw.toUpperCase().replace(/[/-](?=[AB]$)/, '.');
  if (!/^[A-Z]{1,5}(\.[AB])?$/.test(symbol)) return null;
  const hit = { from: i, to: i + 1, kind: 'symbol' as const, value: symbol === 'GOOG' ? 'GOOGL' : symbol };
  if (/^BRK\.?[AB]$/.test(symbol)) return { ...hit, value: 'BRK.B', isDoubtful: false };
  if (t.isCashtag) return { ...hit, isDoubtful: false };
  const isUpper = /^[A-Z.]+$/.test(raw.replace('/', '.')) && !isShouting;
  const asHolding =
    /^(shares?|stock|position)$/.test(p.w(i + 1)) && (p.w(i - 1) === 'my' || p.w(i - 1) === 'of');
  if (NEVER_TICKERS.has(symbol))
    return isUpper && asHolding && TICKERS.has(symbol) ? { ...hit, isDoubtful: true } : null;
  if (NOT_TICKERS.has(symbol)) return null;
  if (TICKERS.has(symbol)) {
    const isWord = WORD_TICKERS.has(symbol) || symbol.length < 3;
    if (
      !isUpper &&
      isWord &&
      !isShouting &&
      (symbol.length < 2 || (symbol.length > 2 && WORD_TICKERS.has(symbol)))
    )
      return asHolding || p.w(i - 1) === 'my' || /^(keep|dump)$/.test(p.w(i - 1))
        ? { ...hit, isDoubtful: true }
        : null;
    return { ...hit, isDoubtful: isWord || (!isUpper && symbol.length < 4 && !isShouting) };
  }
  // A ticker we do not know: only in capitals among small letters.
  return isUpper && symbol.length >= 2 && t.w !== 'P' ? { ...hit, isDoubtful: true } : null;
}

const STOCKS_BEFORE =
  /^(no|only|more|all|into|in|of|to|and|,|\.|the|just|nothing|but|avoid|prefer|own|from|favor|or|overweight|any|like|love|toward|towards|exclude|with|over|not|i|than|:|mostly|mainly|want|buy|on|)$/;

/** Themes that fit no single sector: clean energy, solar power. */
const kindOfEnergy = (name: string, before: string): boolean =>
  /^(energy|tech|technology|power companies)$/.test(name) &&
  /^(clean|green|renewable|alternative|solar|wind|nuclear|sustainable)$/.test(before);

function thingAt(p: Passage, i: number): Mention | null {
  if (!THING_STARTS.has(p.w(i))) return null;
  for (let n = 4; n >= 1; n--) {
    if (i + n > p.tokens.length) continue;
    const name = p.words(i, i + n).trim();
    const entry = THINGS.get(name);
    if (!entry) continue;
    let to = i + n;
    let { kind, value } = entry;
    let isDoubtful = entry.everyday;
    if (kindOfEnergy(name, p.w(i - 1))) return null;
    if (name === 'fixed income' && /^(on|a|my|our)$/.test(p.w(i - 1))) return null;
    if (/^(equity|equities)$/.test(name) && /^(home|private|sweat)$/.test(p.w(i - 1))) return null;
    if (
      /^(stocks?|shares?)$/.test(name) &&
      !(
        STOCKS_BEFORE.test(p.w(i - 1)) &&
        /^([.,;:!?)]|only|not|over|and|or|please|yes|no|instead|rather|are|is|to|all|for|than|nope|)$/.test(
          p.w(to),
        )
      )
    )
      return null;
    if (
      /^(property|energy|media|gas|ai|oil|gold|food|bank|insurance|finance|health insurance|auto|cash|cloud|coins?|hotel|medical|cruise|car)$/.test(
        name,
      ) &&
      /^(tax|taxes|bill|bills|insurance|manager|change|level|drink|station|flow|back|account|teller|prices|price|out|in|stove|card|medal|advance|costs?|premium|payment|budget|room|school|trip|cows?)$/.test(
        p.w(to),
      )
    )
      return null;
    if (
      name === 'crude' ||
      name === 'crude oil' ||
      (name === 'oil' && /^(barrels|futures|itself)$/.test(p.w(to)))
    ) {
      kind = 'assetClass';
      value = 'commodity';
    }
    const isCompanies = /^(companies|stocks?|shares|sector|firms|developers|businesses)$/.test(p.w(to));
    if (value === 'realEstate' && isCompanies) {
      kind = 'sector';
      value = 'Real Estate';
    }
    if (
      value === 'commodity' &&
      isCompanies &&
      /^(gold|silver|copper|precious metals|platinum)$/.test(name)
    ) {
      kind = 'sector';
      value = 'Materials';
    }
    let hasTail = false;
    for (let k = 0; k < 2 && THING_TAILS.has(p.w(to)) && !/^(equity|stocks?|shares?)$/.test(name); k++) {
      to++;
      hasTail = true;
    }
    if (hasTail && value !== 'cash') isDoubtful = false;
    return { from: i, to, kind, value, isDoubtful };
  }
  return null;
}

/** True when the text is written in capitals throughout, so that capitals mark nothing. */
export function isShouted(text: string): boolean {
  const letters = text.match(/[A-Za-z]/g) ?? [];
  const upper = text.match(/[A-Z]/g) ?? [];
  return letters.length >= 12 && upper.length > 0.7 * letters.length;
}

/** Everything in the text that can be bought, banned or kept, left to right, longest names first. */
export function findMentions(p: Passage, isShouting: boolean): Mention[] {
  const out: Mention[] = [];
  for (let i = 0; i < p.tokens.length;) {
    const found = companyAt(p, i) ?? thingAt(p, i) ?? tickerAt(p, i, isShouting);
    if (found) {
      out.push(found);
      i = Math.max(found.to, i + 1);
    } else i++;
  }
  return out;
}
