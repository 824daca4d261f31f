import { cue, type Hit, type Passage } from './passage.ts';

export interface Drawdown extends Hit {
  readonly fraction: number;
}

const FALL =
  '(?:drop\\w*|falls?|fell|sank|takes|took|eats|shaves?|knocks?|falling|dips?|dipping|decline\\w*|los(?:s|ses|e|ing)|down|drawdowns?|slumps?|crash\\w*|haircut|hit|corrections?|dive\\w*|tank\\w*|plunge\\w*|sink\\w*|slide\\w*|pullback|swing\\w*|shrink\\w*|give back|go down|underwater|red|bear market|setback|lower|drops|cut|wiped|slip\\w*|tumble\\w*|retreat|downturn|downside|evaporate\\w*|disappear\\w*|vanish\\w*|gone|melt\\w*|erased?|damage|pain|minus|worse|below where|stop loss)';
const PART =
  '(?:P|half|a third|N thirds|one third|a quarter|one quarter|N quarters|a fifth|one fifth|a tenth|one tenth|N third|N quarter|N fifth|N tenth)';
const FALL_THEN_PART = cue(`${FALL} ~6 ${PART}`);
const PART_THEN_FALL = cue(
  `${PART} ~3 ${FALL}|${PART} (?:is|would be) (?:the most|my limit|as much as|the max|the maximum|about the most|all) ~6 ${FALL}`,
);
const LIMIT =
  / (accept|can|could|live|watch|stomach|tolerate|handle|bear|stand|max|maximum|most|more than|limit|limits|beyond|never|not|dont|cant|wont|no|ok|fine|allow|let|survive|withstand|willing|worst|up to|cap|capped|comfortable|over|below|exceed|floor|tolerance|without|would|if|stop|bail|out|ride|sit|endure|take|panic|keep|drawdown|sleep|risk|prepared|exceeding|temporary|ceiling|acceptable|threshold|pain|breaking point|out|enough|line|unbearable|sweat|fine|tolerable|worry|nervous) /;
const PAST =
  / (lost|was|were|last year|fell|dropped|had|during the|back in|already|so far|since|im down|am down|is down|are down|currently down|went|happened|cost me|has lost|have lost|ago) /;
/** "Takes half an hour", "half of the day": no part of the money. */
const OTHER_WHOLE =
  /^ (?:of )?(?:an? |the |my )?(?:hours?|days?|years?|months?|weeks?|minutes?|decades?|centur\w+|million|dozen|miles?|time|staff|team|class) /;
const OTHER_PERCENT =
  / (tax|rate|rates|bracket|fee|fees|interest|yield|expense|inflation|dividend|dividends|commission|apr|discount|mortgage|return of|returns of|of my heart|of my attention|stake|match|off|slower|chance|probability) /;

function fractionOf(p: Passage, hit: Hit): number | null {
  const words = p.words(hit.from, hit.to);
  for (let k = hit.from; k < hit.to; k++) {
    const t = p.tokens[k];
    if (t?.w === 'P' && t.value !== undefined) return t.value > 0 && t.value <= 100 ? t.value / 100 : null;
    if (t?.w === 'N' && t.value !== undefined) {
      const unit = p.w(k + 1);
      const parts = unit.startsWith('third')
        ? 3
        : unit.startsWith('quarter')
          ? 4
          : unit.startsWith('fifth')
            ? 5
            : unit.startsWith('tenth')
              ? 10
              : 0;
      return parts > 0 && t.value < parts ? t.value / parts : null;
    }
  }
  if (/ half /.test(words)) return 0.5;
  if (/ (a|one) third /.test(words)) return 1 / 3;
  if (/ (a|one) quarter /.test(words)) return 0.25;
  if (/ (a|one) fifth /.test(words)) return 0.2;
  if (/ (a|one) tenth /.test(words)) return 0.1;
  return null;
}

const HALVED = cue(
  '(?:live with|stomach|handle|survive|tolerate|accept|stand|sit through|ride out|be fine with) ~4 (?:halved|halving|cut in half|halve)',
);

function isLimit(p: Passage, hit: Hit): boolean {
  const from = p.sentenceStart(hit.from);
  const to = p.sentenceEnd(hit.from);
  const around = p.words(Math.max(from, hit.from - 8), Math.min(to, hit.to + 7));
  const near = p.words(Math.max(from, hit.from - 3), Math.min(to, hit.to + 3));
  if (OTHER_PERCENT.test(near)) return false;
  if (
    PAST.test(p.words(Math.max(from, hit.from - 5), Math.min(to, hit.to + 3))) &&
    !/ (if|could|would|can|even|cant|dont|wont) /.test(around)
  )
    return false;
  return LIMIT.test(around);
}

const FLOOR = cue(
  '(?:below|under|beneath|less than|lower than|floor|dip below|smaller than|at least|above|north of|no lower than|drops? to|falls? to|down to|turned into|turns into|became|becomes|shrank to|shrinks to|went to|over) (?:of |at |is |about |around |of about )*(?:M|N)',
);
const LOSE_AMOUNT = cue(
  '(?:lose|losing|loss of|down|drop of|drop) (?:more than |at most |no more than |up to |over |about |around )*M',
);
const SIZE = cue(
  '(?:have|hold|holding|inherited|received|protect|guard|preserve|safeguard|got|ive got|portfolio|account|balance|worth|its|savings|nest egg|pot|total|invested|investments|value|of|sitting on|let|with|if|started with|my|from|at|putting in|there is|theres|stands at) (?:is |are |of |at |about |around |roughly |in |worth |now |currently |a |the |my |only |some |total |invested |today |just |over |nearly |almost |is worth |stands at |sits at )*(?:M|N)',
);

const amountIn = (p: Passage, hit: Hit): { value: number; at: number } | null => {
  for (let k = hit.to - 1; k >= hit.from; k--) {
    const t = p.tokens[k];
    if ((t?.w === 'M' || t?.w === 'N') && t.value !== undefined) return { value: t.value, at: k };
  }
  return null;
};

const FROM_TO = cue(
  '(?:drops?|falls?|dips?|slides?|declines?|shrinks?|go|goes|going|dropping|falling) (?:down )?from (?:M|N) (?:down )?to (?:M|N)',
);

/** "I could handle a drop from 200k to 150k". */
function fromTo(p: Passage): Drawdown | null {
  for (const h of p.find(FROM_TO)) {
    const [size, floor] = p.tokens.slice(h.from, h.to).flatMap((t) => t.value ?? []);
    if (size === undefined || floor === undefined || size < 1000 || floor <= 0 || floor >= size) continue;
    if (isLimit(p, h)) return { ...h, fraction: 1 - floor / size };
  }
  return null;
}

/** "I hold 80k and would lose sleep under 72k": 1 - F/V. "lose at most 5k of my 50k": L/V. */
function fromFloor(p: Passage): Drawdown | null {
  const sizes = p
    .find(SIZE)
    .flatMap((h) => amountIn(p, h) ?? [])
    .filter((a) => a.value >= 1000);
  const fallTalk =
    / (lose|losing|drop|drops|fall|falls|dip|below|under|sleep|floor|worried|nervous|panic|shrink|sink|go down|less than|beneath|at least|down to|lower|live with|handle|stomach|became|turned) /;
  for (const h of p.find(FLOOR)) {
    const floor = amountIn(p, h);
    if (!floor || floor.value < 100) continue;
    const size = sizes.find((s) => s.at !== floor.at && s.value > floor.value && s.at < floor.at + 25);
    const sentence = p.words(p.sentenceStart(h.from), p.sentenceEnd(h.from));
    if (
      !size ||
      !fallTalk.test(sentence) ||
      / (cash|liquid|contribut\w*|trade|trades|bills?|emergency) /.test(sentence)
    )
      continue;
    if (
      / (at least|above|north of|over) /.test(p.words(h.from, h.to)) &&
      !/ (stay|stays|remain|keep|always|never|must|worth) /.test(sentence)
    )
      continue;
    return {
      fraction: 1 - floor.value / size.value,
      from: Math.min(size.at, h.from),
      to: Math.max(size.at, floor.at) + 1,
    };
  }
  for (const h of p.find(LOSE_AMOUNT)) {
    const loss = amountIn(p, h);
    const size = loss && sizes.find((s) => s.at !== loss.at && s.value > loss.value);
    const around = p.words(Math.max(p.sentenceStart(h.from), h.from - 6), p.sentenceEnd(h.from));
    if (
      loss &&
      size &&
      / (cant|dont|never|not|most|max|more than|limit|afford|ok|can|could|willing) /.test(around)
    ) {
      return {
        fraction: loss.value / size.value,
        from: Math.min(size.at, h.from),
        to: Math.max(size.at, loss.at) + 1,
      };
    }
  }
  return null;
}

/** The loss the person could live with, as a fraction; null when none is named. */
export function findDrawdown(p: Passage): Drawdown | null {
  for (const pattern of [PART_THEN_FALL, FALL_THEN_PART]) {
    for (const hit of p.find(pattern)) {
      const fraction = fractionOf(p, hit);
      // A comma between the two parts two thoughts: "safe, 70% growth".
      if (
        fraction === null ||
        fraction <= 0 ||
        / , /.test(p.words(hit.from, hit.to)) ||
        OTHER_WHOLE.test(p.words(hit.to, hit.to + 3)) ||
        !isLimit(p, hit)
      )
        continue;
      return { ...hit, fraction };
    }
  }
  const halved = p.find(HALVED)[0];
  if (halved) return { ...halved, fraction: 0.5 };
  return fromTo(p) ?? fromFloor(p);
}
