import { findHorizons, isOnlyTime, type Horizon } from './horizon.ts';
import type { GoalHit } from './implied-goals.ts';
import { knownTo, needIn, type TextFacts } from './read-facts.ts';
import { moneyTalk } from './topics.ts';

/** The year after which a gain is long-term, give or take the day on top. */
const isTaxYear = ({ years }: Horizon): boolean => years > 0.9 && years < 1.15;
/** The wash-sale month: how long a sold loser stays out. */
const isWashMonth = ({ years }: Horizon): boolean => years < 0.12;

/** Without a goal a stretch of time counts where the text names investing, or fills a field that only an investor has. */
const isAboutMoney = (facts: TextFacts): boolean =>
  moneyTalk(facts.passage, { from: 0, to: facts.passage.tokens.length }) === 'named' ||
  knownTo(facts).fields.size > 0;

/**
 * The time frames of a text whose goals are known. Where only the words as a whole told the goal, a stretch of time is looked for once more;
 * and the year of a long-term gain or the month of a wash sale is nobody's horizon.
 */
export function timeFrames(facts: TextFacts, goals: readonly GoalHit[]): readonly Horizon[] {
  const { passage, durations, today, horizons } = facts;
  const wanted = goals.filter((g) => !g.isRejected);
  const isNews = goals !== facts.goals && wanted.length > 0 && horizons.length === 0;
  const found = isNews ? findHorizons(passage, durations, today, needIn(facts), true) : horizons;
  if (wanted.length === 0 && !isOnlyTime(passage) && !isAboutMoney(facts)) return [];
  const isOnly = (goal: string): boolean => wanted.length > 0 && wanted.every((g) => g.goal === goal);
  if (isOnly('longTermGainsOnly')) return found.filter((h) => !isTaxYear(h));
  if (isOnly('taxLossHarvesting')) return found.filter((h) => !isWashMonth(h));
  return found;
}
