import type { Rng } from '../../core/rng.ts';
import type { Objective } from '../../domain/portfolio/types.ts';
import {
  bargainBuyer,
  calmHolder,
  dividendCollector,
  growthHolder,
  indexHolder,
  panicSeller,
  rebalancer,
  stopLossGuard,
  volatilityTargeter,
} from './habits-long.ts';
import {
  bounceBuyer,
  breakoutTrader,
  momentumChaser,
  profitTaker,
  relativeStrengthRotator,
  reversalTrader,
  swingTrader,
} from './habits-short.ts';
import {
  decemberHarvester,
  longTermTrimmer,
  patientRotator,
  waitingHarvester,
  yearMarkSeller,
  yearRoundHarvester,
} from './habits-tax.ts';
import type { Habit } from './investor-view.ts';

/** A rule-driven way of investing, with the goal it serves. None of them is the policy. */
export interface InvestorKind {
  readonly name: string;
  readonly objective: Objective;
  readonly make: (rng: Rng) => Habit;
}

const kind = (name: string, objective: Objective, make: (rng: Rng) => Habit): InvestorKind => ({
  name,
  objective,
  make,
});

/**
 * Twenty-two rules. The label is the goal the rule serves by construction; where a rule serves two (a rebalancer
 * also contains risk), the label is the first.
 */
export const INVESTOR_KINDS: readonly InvestorKind[] = [
  kind('momentumChaser', 'shortTermAlpha', momentumChaser),
  kind('breakoutTrader', 'shortTermAlpha', breakoutTrader),
  kind('relativeStrengthRotator', 'shortTermAlpha', relativeStrengthRotator),
  kind('reversalTrader', 'shortTermAlpha', reversalTrader),
  kind('profitTaker', 'shortTermGain', profitTaker),
  kind('bounceBuyer', 'shortTermGain', bounceBuyer),
  kind('swingTrader', 'shortTermGain', swingTrader),
  kind('indexHolder', 'longTermGain', indexHolder),
  kind('dividendCollector', 'longTermGain', dividendCollector),
  kind('growthHolder', 'longTermGain', growthHolder),
  kind('bargainBuyer', 'longTermGain', bargainBuyer),
  kind('rebalancer', 'longTermGain', rebalancer),
  kind('panicSeller', 'capitalPreservation', panicSeller),
  kind('calmHolder', 'capitalPreservation', calmHolder),
  kind('stopLossGuard', 'capitalPreservation', stopLossGuard),
  kind('volatilityTargeter', 'capitalPreservation', volatilityTargeter),
  kind('decemberHarvester', 'taxLossHarvesting', decemberHarvester),
  kind('yearRoundHarvester', 'taxLossHarvesting', yearRoundHarvester),
  kind('waitingHarvester', 'taxLossHarvesting', waitingHarvester),
  kind('yearMarkSeller', 'longTermGainsOnly', yearMarkSeller),
  kind('patientRotator', 'longTermGainsOnly', patientRotator),
  kind('longTermTrimmer', 'longTermGainsOnly', longTermTrimmer),
];
