import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import type { HeadConfig } from '../../src/models/objective-head/head.ts';
import { accuracy, calibrationError, confusedPairs, confusion, interval, top } from './objective-scores.ts';
import type { Judged } from './objective-scores.ts';
import type { HeldOutLoss, Seen } from './objective-people.ts';
import type { Predictor } from './objective-baselines.ts';

export interface SampleAnswer {
  readonly name: string;
  readonly top: string;
  readonly weight: number;
  readonly enough: boolean;
}

/** A fold in which some kinds of people were kept out of training altogether. */
export interface LeftOutFold {
  readonly kinds: readonly string[];
  readonly accuracy: number;
  readonly people: number;
  readonly byKind: readonly { readonly kind: string; readonly accuracy: number; readonly people: number }[];
}

export interface Findings {
  readonly seen: readonly Seen[];
  readonly losses: readonly HeldOutLoss[];
  readonly logistic: Predictor;
  readonly prototype: Predictor;
  readonly counts: readonly number[];
  readonly minimum: HeadConfig['minimum'];
  readonly folds: readonly LeftOutFold[];
  readonly samples: readonly SampleAnswer[];
  /** The policy's own 6 x 6 table (row = goal asked for, column = metric of a goal), null before it exists. */
  readonly matrix: readonly (readonly number[])[] | null;
  readonly weights: string;
  readonly policy: string;
  readonly people: number;
  readonly population: number;
  readonly markets: readonly string[];
}

const percent = (x: number): string => (Number.isNaN(x) ? '–' : `${(100 * x).toFixed(1)} %`);
const three = (x: number): string => (Number.isNaN(x) ? '–' : x.toFixed(3));

type Pick = (s: Seen) => readonly number[];
const judge = (seen: readonly Seen[], pick: Pick): Judged[] =>
  seen.map((s) => ({ truth: s.truth, point: pick(s) }));

function curve(f: Findings): string {
  const picks: [string, Pick][] = [
    ['**fine-tuned (the app)**', (s) => s.personal],
    ['untrained adapter', (s) => s.untouched],
    ['logistic regression', (s) => f.logistic(s.x)],
    ['nearest prototype', (s) => f.prototype(s.x)],
  ];
  const at = (n: number) => f.seen.filter((s) => s.trades === n);
  const head = `| | ${f.counts.map((n) => `${n} trades`).join(' | ')} | 100+ |`;
  const many = f.seen.filter((s) => s.trades >= 100);
  const rows = picks.map(
    ([name, pick]) =>
      `| ${name} | ${f.counts.map((n) => percent(accuracy(judge(at(n), pick)))).join(' | ')} | ${percent(accuracy(judge(many, pick)))} |`,
  );
  const n = `| people | ${f.counts.map((c) => at(c).length).join(' | ')} | ${many.length} |`;
  return [head, `|${'---|'.repeat(f.counts.length + 2)}`, ...rows, n].join('\n');
}

function byMarket(f: Findings): string {
  const many = f.seen.filter((s) => s.trades >= 100);
  const groups: [string, Seen[]][] = [
    ...f.markets.map((m): [string, Seen[]] => [m, many.filter((s) => s.market === m)]),
    ['one rule', many.filter((s) => !s.kind.includes('policy:') && !s.kind.includes('+'))],
    ['one policy and goal', many.filter((s) => s.kind.startsWith('policy:') && !s.kind.includes('+'))],
    ['two of them mixed (the larger counts)', many.filter((s) => s.kind.includes('+'))],
  ];
  return groups
    .map(([name, xs]) => `| ${name} | ${xs.length} | ${percent(accuracy(judge(xs, (s) => s.personal)))} |`)
    .join('\n');
}

function confusionTable(counts: readonly (readonly number[])[]): string {
  const head = `| true \\ taken for | ${OBJECTIVES.join(' | ')} |\n|${'---|'.repeat(7)}`;
  return [head, ...counts.map((row, i) => `| ${OBJECTIVES[i]} | ${row.join(' | ')} |`)].join('\n');
}

function pairsText(counts: readonly (readonly number[])[]): string {
  const pairs = confusedPairs(counts, OBJECTIVES, 0.1);
  if (pairs.length === 0) return 'No pair is taken for each other by more than 10 %.';
  return pairs.map((p) => `- ${p.pair}: ${percent(p.share)}`).join('\n');
}

type Loss = (l: HeldOutLoss) => number;

/** Shares of people for whom one loss is smaller than another, and for whom they are equal. */
function duel(losses: readonly HeldOutLoss[], own: Loss, than: Loss): { better: number; equal: number } {
  const n = Math.max(1, losses.length);
  return {
    better: losses.filter((l) => own(l) < than(l) - 1e-6).length / n,
    equal: losses.filter((l) => Math.abs(own(l) - than(l)) <= 1e-6).length / n,
  };
}

function lossText(losses: readonly HeldOutLoss[]): string {
  const share = (own: Loss, than: Loss): string => {
    const { better, equal } = duel(losses, own, than);
    return `better for ${percent(better)}, equal for ${percent(equal)}`;
  };
  const mean = (of: Loss): string => three(losses.reduce((a, l) => a + of(l), 0) / losses.length);
  const row = (name: string, pick: Loss): string =>
    `| ${name} | ${mean(pick)} | ${share((l) => l.personal, pick)} | ${share((l) => l.truth, pick)} |`;
  return [
    `| ${losses.length} people with enough evidence | mean loss, nats a decision | fine-tuned is | their true point is |`,
    '|---|---|---|---|',
    `| **fine-tuned** | ${mean((l) => l.personal)} | | ${share(
      (l) => l.truth,
      (l) => l.personal,
    )} |`,
    `| the person's true point (nobody knows it) | ${mean((l) => l.truth)} | | |`,
    `| the best single point in hindsight | ${mean((l) => l.hindsight)} | | |`,
    row('prior (untouched head)', (l) => l.prior),
    row('logistic regression', (l) => l.logistic),
    row('the last 10 decisions repeat (no goals)', (l) => l.lastRepeat),
    row('the same fine-tuning on the last 10 decisions only', (l) => l.lastTuned),
    row('the same, those 10 pulled no more than all the decisions', (l) => l.lastFree),
    row('the one goal under which the last 10 decisions are likeliest', (l) => l.lastGoal),
  ].join('\n');
}

/** What no method that names goals could do better, in numbers. */
function ceilingText(losses: readonly HeldOutLoss[]): string {
  const against = (own: Loss): { better: number; equal: number } => duel(losses, own, (l) => l.lastGoal);
  const truth = against((l) => l.truth);
  const best = against((l) => l.hindsight);
  const reach = best.better >= 0.8 ? 'within reach of some point' : 'out of reach of every fixed point';
  return `The last column knows the goals the person was simulated with. Against "the one goal of the last 10 decisions" even that wins only for ${percent(truth.better)}; for
${percent(truth.equal)} the two say the same. The best single point for each person, found with the trades held back in hand, wins for ${percent(best.better)} (equal for ${percent(best.equal)}):
winning for 80 % is ${reach} under this density. A corner bets everything: right, it is a little likelier than a point that leaves room for doubt; wrong, it loses much.`;
}

function falseConfidence(f: Findings): string {
  const few = f.seen.filter((s) => s.trades < f.minimum.trades);
  const claimed = few.filter((s) => s.enough).length;
  const sure = few.filter((s) => (s.personal[top(s.personal)] as number) >= 0.8);
  const wrong = sure.filter((s) => top(s.personal) !== top(s.truth)).length;
  return `Below ${f.minimum.trades} trades "enough" was claimed for ${claimed} of ${few.length}. The prior shown there put 80 % or more on one goal and was
wrong for ${wrong} of ${few.length} (${percent(wrong / Math.max(1, few.length))}).`;
}

function leftOutText(f: Findings): string {
  return f.folds
    .map(
      (fold) =>
        `| ${fold.kinds.join(', ')} | ${percent(fold.accuracy)} of ${fold.people} | ${fold.byKind.map((k) => `${k.kind} ${percent(k.accuracy)}`).join(', ')} |`,
    )
    .join('\n');
}

/**
 * Utility lost by asking the policy for the inferred goal instead of the true one, read off the policy's own 6 x 6 table:
 * the metric of the true goal under the true goal less its mean under the inferred weights, as a share of that column's range.
 */
function regretOf(
  matrix: readonly (readonly number[])[],
  truth: readonly number[],
  point: readonly number[],
): number {
  const goal = top(truth);
  const column = matrix.map((row) => row[goal] as number);
  const range = Math.max(...column) - Math.min(...column);
  const got = column.reduce((a, m, k) => a + m * (point[k] as number), 0);
  return range > 0 ? ((column[goal] as number) - got) / range : 0;
}

function regretText(f: Findings): string {
  const { matrix } = f;
  if (!matrix) return 'Not measured: the policy has no 6 x 6 table yet.';
  const even = Array<number>(6).fill(1 / 6);
  const mean = (xs: readonly Seen[], pick: Pick): string =>
    three(xs.reduce((a, s) => a + regretOf(matrix, s.truth, pick(s)), 0) / xs.length);
  const row = (name: string, pick: Pick): string =>
    `| ${name} | ${f.counts
      .map((n) =>
        mean(
          f.seen.filter((s) => s.trades === n),
          pick,
        ),
      )
      .join(' | ')} |`;
  return [
    `| | ${f.counts.map((n) => `${n} trades`).join(' | ')} |`,
    `|${'---|'.repeat(f.counts.length + 1)}`,
    row('inferred goal', (s) => s.personal),
    row('no idea (all goals alike)', () => even),
  ].join('\n');
}

/** Short results for the model card. */
export function cardResults(f: Findings): string {
  const many = f.seen.filter((s) => s.trades >= 100);
  const hits = many.filter((s) => top(s.personal) === top(s.truth)).length;
  const [lo, hi] = interval(hits, many.length);
  return `On ${f.people} simulated people and markets never used in training, at 100 and more trades the right goal comes first for
${percent(hits / many.length)} (95 % interval ${percent(lo)} to ${percent(hi)}); untrained adapter ${percent(accuracy(judge(many, (s) => s.untouched)))}, logistic regression
${percent(accuracy(judge(many, (s) => f.logistic(s.x))))}, nearest prototype ${percent(accuracy(judge(many, (s) => f.prototype(s.x))))}. Calibration error ${three(calibrationError(judge(many, (s) => s.personal)))}.`;
}

/** What was aimed for, and whether it was reached: misses stand beside hits. */
function aims(f: Findings): string {
  const many = f.seen.filter((s) => s.trades >= 100);
  const of = (pick: Pick): number => accuracy(judge(many, pick));
  const app = of((s) => s.personal);
  const one = accuracy(
    judge(
      many.filter((s) => !s.kind.includes('policy:') && !s.kind.includes('+')),
      (s) => s.personal,
    ),
  );
  const better = (than: Loss): number => duel(f.losses, (l) => l.personal, than).better;
  const ceiling = (than: Loss): string => {
    const { better: most, equal } = duel(f.losses, (l) => l.truth, than);
    return `the true point itself: ${percent(most)}, equal for ${percent(equal)}`;
  };
  const ece = calibrationError(judge(many, (s) => s.personal));
  const line = (reached: boolean, text: string): string => `- ${reached ? 'reached' : '**missed**'}: ${text}`;
  return [
    line(
      app >= 0.85,
      `right goal first for 85 % at 100 and more trades (${percent(app)}; one rule without a mixture ${percent(one)})`,
    ),
    line(
      app > of((s) => s.untouched),
      `more often than the untrained adapter (${percent(of((s) => s.untouched))})`,
    ),
    line(
      app > of((s) => f.logistic(s.x)),
      `more often than logistic regression (${percent(of((s) => f.logistic(s.x)))})`,
    ),
    line(
      app > of((s) => f.prototype(s.x)),
      `more often than the nearest prototype (${percent(of((s) => f.prototype(s.x)))})`,
    ),
    line(ece <= 0.08, `calibration error at most 0.08 (${three(ece)})`),
    line(
      better((l) => l.prior) >= 0.8,
      `trades held back likelier than under the prior for 80 % (${percent(better((l) => l.prior))})`,
    ),
    line(
      better((l) => l.lastRepeat) >= 0.8,
      `likelier than if the last 10 decisions repeated themselves for 80 % (${percent(better((l) => l.lastRepeat))})`,
    ),
    line(
      better((l) => l.lastTuned) >= 0.8,
      `likelier than after the same fine-tuning on the last 10 decisions only for 80 % (${percent(better((l) => l.lastTuned))}; ${ceiling((l) => l.lastTuned)})`,
    ),
    line(
      better((l) => l.lastGoal) >= 0.8,
      `likelier than under the one goal of the last 10 decisions for 80 % (${percent(better((l) => l.lastGoal))}; ${ceiling((l) => l.lastGoal)})`,
    ),
  ].join('\n');
}

/** The whole report as Markdown. */
export function objectiveReport(f: Findings): string {
  const many = f.seen.filter((s) => s.trades >= 100);
  const counts = confusion(
    judge(many, (s) => s.personal),
    OBJECTIVES.length,
  );
  const ece = (xs: readonly Seen[], pick: Pick): string => three(calibrationError(judge(xs, pick)));
  return `# Objective head: what it can and cannot tell

Written by \`npm run evaluate:objectives\`. Weights \`${f.weights.slice(0, 16)}\`, policy \`${f.policy.slice(0, 16)}\`.
${f.people} simulated people whose goal is known, none of them used in training, on markets never trained on (${f.markets.join('; ')}).
All of them are simulated: how well this holds for real people is not known. About half were drawn evenly over the goals among people with 100
and more trades; the others as they come.

${cardResults(f)}

## Aims

${aims(f)}

## Right goal first, by number of trades

${curve(f)}

Below ${f.minimum.trades} trades or ${f.minimum.decisions} decision days the app says "not enough trades" and shows the untouched head's point.

| at 100 and more trades | people | right goal first |
|---|---|---|
${byMarket(f)}

Calibration error of the top weight (10 bins): ${ece(many, (s) => s.personal)} at 100 and more trades (untouched head ${ece(many, (s) => s.untouched)}), ${ece(f.seen, (s) => s.personal)} over all counts
(untouched head ${ece(f.seen, (s) => s.untouched)}).

## Taken for each other, at 100 and more trades

${confusionTable(counts)}

Pairs above 10 %:

${pairsText(counts)}

## Trades held back

The last fifth of each person's decisions, each judged from what came before it, under what was learned from the first four fifths. All but one row share one frozen
density (the mixture of what each goal would have traded, \`src/lora/goal-evidence.ts\`) and differ only in the point of the simplex; "the
last 10 decisions repeat" knows no goal: the mean shares of the last ten decisions before the split, smoothed by one decision spread evenly
over what was open.

${lossText(f.losses)}

${ceilingText(f.losses)}

## Regret

Share of the range of the true goal's metric that is lost by acting on the inferred goal, from the policy's own held-out 6 x 6 table
(negative where another goal happens to serve that metric better):

${regretText(f)}

## When there is not enough

${falseConfidence(f)}

## Kinds of people never seen

The head alone, trained without any person of the kinds named (nor a mixture with one), at 50 and more trades of exactly those kinds.
This is the honest limit: what behaves like no rule in training is often placed in the neighbouring goal.

| left out of training | right goal first | by kind |
|---|---|---|
${leftOutText(f)}

## Sample clients

| file | enough | first goal | weight |
|---|---|---|---|
${f.samples.map((s) => `| ${s.name} | ${s.enough ? 'yes' : 'no'} | ${s.top} | ${s.weight.toFixed(2)} |`).join('\n')}

## Limits

- The labels are what a rule serves by construction. A rebalancer also contains risk; an index holder never shows what they would do in a fall.
- Choice sets are what the person ever traded plus a seeded draw of 12 others; the policy sees no lot-level tax profile of the person (24 % / 15 % are assumed).
- Embeddings are taken for a whole market at once here, for a person's own symbols in the app; on the real market they are left out.
- Regret is read off the policy's table, in which goals mix linearly; it is not a back-test of each person.
- The choice network knows the rules people were simulated with as styles; somebody who follows none of them is judged by those that come nearest.
- Population ${f.population} (markets and people) was drawn for this report and looked at once, after everything was fixed on validation people and on population
  9500, the one of an earlier report. Seven earlier looks, at other seeds, were at earlier methods and policies; the last but one (9510) came before harvesters with a core of funds were
  among the simulated people. The real held-out cell is the same market in all of them, with other people.
`;
}
