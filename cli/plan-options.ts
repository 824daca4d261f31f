import { KeepfolioError } from '../src/core/errors.ts';
import { cents, centsFromDollars, type Cents } from '../src/core/money.ts';
import {
  OBJECTIVES,
  type FilingStatus,
  type ObjectiveWeights,
  type TaxProfile,
} from '../src/domain/portfolio/types.ts';
import { readInput } from './read-input.ts';

/** An object given as JSON on the command line, or as the path of a file that holds it. */
async function jsonObject(name: string, text: string): Promise<Record<string, unknown>> {
  const json = text.trim().startsWith('{') ? text : new TextDecoder().decode(await readInput(text));
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Refused below, like JSON of another kind.
  }
  throw new KeepfolioError(
    'not-json',
    `--${name} is not a JSON object`,
    'Give {"name": value, …} or the path of such a file.',
  );
}

/**
 * `--objectives`: weights by goal, scaled to sum to 1; goals not named count 0.
 * @throws KeepfolioError "objectives-invalid"
 */
export async function objectivesOption(text: string | undefined): Promise<ObjectiveWeights | null> {
  if (text === undefined) return null;
  const given = await jsonObject('objectives', text);
  const refuse = (why: string): never => {
    throw new KeepfolioError(
      'objectives-invalid',
      `--objectives: ${why}`,
      `Goals are ${OBJECTIVES.join(', ')}; weights are numbers from 0 on.`,
    );
  };
  for (const [name, w] of Object.entries(given)) {
    if (!OBJECTIVES.some((o) => o === name)) refuse(`there is no goal "${name}"`);
    if (typeof w !== 'number' || !Number.isFinite(w) || w < 0)
      refuse(`the weight of ${name} is not a number from 0 on`);
  }
  const weights = OBJECTIVES.map((o) => (given[o] as number | undefined) ?? 0);
  const sum = weights.reduce((a, w) => a + w, 0);
  if (sum <= 0) refuse('all weights are 0');
  return Object.fromEntries(OBJECTIVES.map((o, i) => [o, (weights[i] as number) / sum])) as Record<
    (typeof OBJECTIVES)[number],
    number
  >;
}

/** Used, and said, where nothing is known about the person. */
const ASSUMED_INCOME = centsFromDollars(100_000);
const STATUSES: readonly FilingStatus[] = ['single', 'joint', 'separate', 'head'];
const OTHER_NAMES: Readonly<Record<string, FilingStatus>> = { mfj: 'joint', mfs: 'separate', hoh: 'head' };

function moneyField(given: Record<string, unknown>, names: readonly string[], fallback: Cents): Cents {
  const name = names.find((n) => given[n] !== undefined);
  if (name === undefined) return fallback;
  const x = given[name];
  if (typeof x !== 'number' || !Number.isFinite(x) || Math.abs(x) > 1e11) {
    throw new KeepfolioError('tax-profile-invalid', `--tax-profile: "${name}" is not an amount in dollars`);
  }
  return centsFromDollars(Math.round(x * 100) / 100);
}

/** `--tax-profile`: {year, status, income, stateRate, carryoverShort, carryoverLong}, dollars; all optional. */
export async function taxProfileOption(
  text: string | undefined,
  year: number,
): Promise<{ profile: TaxProfile; isAssumed: boolean }> {
  const given = text === undefined ? {} : await jsonObject('tax-profile', text);
  const refuse = (why: string): never => {
    throw new KeepfolioError(
      'tax-profile-invalid',
      `--tax-profile: ${why}`,
      'Fields: year, status (single, joint, separate, head), income, stateRate, carryoverShort, carryoverLong.',
    );
  };
  const rawStatus = String(given['status'] ?? 'single');
  const status =
    OTHER_NAMES[rawStatus] ??
    STATUSES.find((s) => s === rawStatus) ??
    refuse(`unknown status "${rawStatus}"`);
  const stateRate = given['stateRate'] ?? given['state_rate'] ?? 0;
  if (typeof stateRate !== 'number' || !(stateRate >= 0 && stateRate <= 0.15))
    refuse('stateRate is a fraction from 0 to 0.15');
  const givenYear = given['year'] ?? year;
  if (!Number.isInteger(givenYear)) refuse('year is a whole number');
  const profile: TaxProfile = {
    year: givenYear as number,
    status,
    ordinaryIncome: moneyField(given, ['ordinaryIncome', 'income', 'wages'], ASSUMED_INCOME),
    stateRate: stateRate as number,
    carryoverShort: moneyField(given, ['carryoverShort', 'carryover_short'], cents(0)),
    carryoverLong: moneyField(given, ['carryoverLong', 'carryover_long'], cents(0)),
  };
  return { profile, isAssumed: text === undefined };
}

/** `--objective`: one goal by name, as weights; null when absent. @throws KeepfolioError "objectives-invalid" */
export function goalOption(name: string | undefined): ObjectiveWeights | null {
  if (name === undefined) return null;
  if (!OBJECTIVES.some((o) => o === name)) {
    throw new KeepfolioError(
      'objectives-invalid',
      `--objective: there is no goal "${name}"`,
      `Goals are ${OBJECTIVES.join(', ')}.`,
    );
  }
  return Object.fromEntries(OBJECTIVES.map((o) => [o, o === name ? 1 : 0])) as Record<
    (typeof OBJECTIVES)[number],
    number
  >;
}
