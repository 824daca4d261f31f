import type { HeadConfig } from '../../src/models/objective-head/head.ts';
import type { FitChoiceRow } from './calibrate-fit.ts';
import type { HeadFit } from './fit-head.ts';

export interface CardFacts {
  readonly config: HeadConfig;
  readonly fit: HeadFit;
  readonly examples: number;
  readonly cases: number;
  readonly markets: readonly string[];
  readonly explained: { readonly buy: readonly [number, number]; readonly sell: readonly [number, number] };
  readonly calibrated: {
    readonly rows: readonly FitChoiceRow[];
    readonly untouched: { readonly crossEntropy: number; readonly accuracy: number };
  };
  readonly policy: string;
}

const three = (x: number): string => x.toFixed(3);

/** The model card, from what the training run itself found. The evaluation is appended by its own script. */
export function headCard(f: CardFacts): string {
  const { choice, fit, spread, minimum } = f.config;
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
  tenth, penalty ${f.fit.decay} on squared weights (chosen on kinds of people left out of training). Convex, starts at zero.
- **Choice likelihood** (\`src/lora/choice-likelihood.ts\`): sharpness by expert (momentum, growth, defensive, tax-aware) ${choice.buySharpness.join(', ')} for purchases and ${choice.sellSharpness.join(', ')} for sales, anchors ${choice.buyAnchor} / ${choice.sellAnchor} (purchases / sales), fitted on
  ${f.cases} other simulated people whose goal is known, under policy \`${f.policy.slice(0, 16)}\`. What people of every goal like is fitted beside it. Mean log-likelihood with and without
  knowing the goal: purchases ${three(f.explained.buy[0])} against ${three(f.explained.buy[1])}, sales ${three(f.explained.sell[0])} against ${three(f.explained.sell[1])} nats.
- **Fine-tuning**: AdamW, rate ${fit.learningRate}, at most ${fit.epochs} epochs, stops ${fit.patience} epochs after the best on the most recent 20 % of decisions.
  Pull to the prior ${fit.priorStrength} / sqrt(decisions): decisions of one person repeat each other, so evidence grows with their square root. Chosen for the
  least cross-entropy of the true goal on those people among pulls that name the right goal no less often than the untouched head
  (cross-entropy ${three(f.calibrated.untouched.crossEntropy)}, right goal first ${three(f.calibrated.untouched.accuracy)}). Stronger evidence explains the trades better and at some point the goal worse:
  people are not the policy.

| pull | cross-entropy of the goal | right goal first | fall of the loss held back |
|---|---|---|---|
${grid}

- **Spread**: Laplace approximation in the logits, prior precision ${spread.base} + ${spread.perRoot} · sqrt(decisions), set so that stated
  variance matches squared error on those people.
- **Minimum**: below ${minimum.decisions} priced decision days or ${minimum.trades} trades the answer is "not enough trades" and stays at the untouched head's point.
- **Reproduce**: \`npm run train:objectives -- ${process.argv.slice(2).join(' ')}\`, then \`npm run evaluate:objectives\`.

Results and limits: \`docs/models/objective-head.md\`.
`;
}
