import type { HeadConfig } from '../../src/models/objective-head/head.ts';
import type { FitChoiceRow } from './calibrate-fit.ts';
import type { ChoiceNetFit } from './fit-choice-net.ts';
import type { HeadFit } from './fit-head.ts';

export interface CardFacts {
  readonly config: HeadConfig;
  readonly fit: HeadFit;
  readonly examples: number;
  readonly cases: number;
  readonly markets: readonly string[];
  readonly people: number;
  /** Ways of investing the choice network tells apart. */
  readonly styles: number;
  readonly choice: ChoiceNetFit;
  readonly calibrated: {
    readonly rows: readonly FitChoiceRow[];
    readonly untouched: { readonly crossEntropy: number; readonly accuracy: number };
  };
  readonly policy: string;
}

const three = (x: number): string => x.toFixed(3);

/** The model card, from what the training run itself found. The evaluation is appended by its own script. */
export function headCard(f: CardFacts): string {
  const { fit, spread, minimum } = f.config;
  const { choice } = f;
  const power = fit.pullPower ?? 0.5;
  const given = process.argv.slice(2).join(' ');
  const isWarm = process.argv.includes('--warm');
  const grid = f.calibrated.rows
    .map(
      (r) => `| ${r.priorStrength} | ${three(r.crossEntropy)} | ${three(r.accuracy)} | ${three(r.gained)} |`,
    )
    .join('\n');
  return `# Objective head

What kind of investor does a ledger show? A frozen linear head W0 (6 x 32) with bias turns 32 named behaviour
numbers into six objective logits; a LoRA of rank 2 (A 2 x 32, B 6 x 2: 76 numbers) is fine-tuned on the person's
own trades, in the browser, and never leaves it.

- **Inputs**: the 32 numbers of \`src/features/behaviour.ts\`, as known on the eve of a day, scaled by fixed constants
  and believed in proportion to the observations behind them; 0 where unknown.
- **Data**: ${f.examples} snapshots (after 5, 10, 25, 50, 100, 250, 500 trades) of simulated people on ${f.markets.length} markets
  (${f.markets.join('; ')}): 22 rules that are not the policy, people who follow a policy (untrained, or the shipped one), mixtures, noise,
  disposition effect, round lots, paydays, inertia, changes of mind. No real person's data, no held-out ticker or date.
- **Fit**: multinomial logistic regression with soft targets, ${f.fit.steps} full-batch AdamW steps, rate ${f.fit.learningRate} falling to a
  tenth, penalty ${f.fit.decay} on squared weights (chosen on kinds of people left out of training, and no worse on validation people). Convex, starts at zero.
- **Choice network** (\`src/models/objective-head/choice-net.ts\`, \`src/lora/goal-evidence.ts\`): one hidden layer of ${choice.hidden}. It reads, for each asset open that
  day, the policy's state columns, what the frozen policy \`${f.policy.slice(0, 16)}\` wants when its router is asked for each of the six goals alone, and what the person
  did before; it gives the likelihood of the day's purchases and sales under each of ${f.styles} styles (the 22 rules, and following a policy asked for one of the six goals).
  Several styles serve a goal: what a person did before says which of them, and that weighs what each says of the next decision (\`src/lora/style-filter.ts\`).
  Fitted by maximum likelihood on ${f.people} simulated people whose rule is known
  (at most ${choice.mostPerPerson} decisions each, every goal with the same weight), ${choice.epochs} ${isWarm ? 'further passes after those of the first run' : 'passes'}, seed ${choice.seed}. Frozen afterwards.
- **Fine-tuning**: a person with point o acts on goal k with probability o[k]; the 76 numbers maximise the likelihood of the decisions under that mixture. Adam, rate
  ${fit.learningRate}, at most ${fit.epochs} epochs, stops ${fit.patience} epochs after the best on the most recent 20 % of decisions, then learns for as many epochs from all of them.
  Pull to the prior ${fit.priorStrength} / decisions${power === 1 ? '' : ` ** ${power}`}: decisions of one person repeat each other, so the prior is worth so many of them. Chosen on ${f.cases} validation people (other seeds, markets
  700 to 702 and the training cell) for the right goal first, of those within one standard error by cross-entropy (untouched head: right goal first ${three(f.calibrated.untouched.accuracy)}, cross-entropy ${three(f.calibrated.untouched.crossEntropy)}).

| pull | cross-entropy of the goal | right goal first | fall of the loss held back |
|---|---|---|---|
${grid}

- **Spread**: Laplace approximation in the logits, prior precision ${spread.base} + ${spread.perRoot} · sqrt(decisions), set so that stated
  variance matches squared error on those people.
- **Minimum**: below ${minimum.decisions} priced decision days or ${minimum.trades} trades the answer is "not enough trades" and stays at the untouched head's point.
- **Reproduce**: \`npm run train:objectives\`${isWarm ? `, then \`npm run train:objectives -- ${given}\` (goes on from that choice network)` : ''}, then \`npm run evaluate:objectives\`.

Results and limits: \`docs/models/objective-head.md\`.
`;
}
