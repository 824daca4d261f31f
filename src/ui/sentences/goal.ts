import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import type { Intent } from '../../intent/intent.ts';
import { centsFromDollars } from '../../core/money.ts';
import { dateText } from '../format/date.ts';
import { ASSET_CLASS_LABELS, OBJECTIVE_LABELS } from '../format/labels.ts';
import { moneyText } from '../format/money.ts';
import { numberText, percentText } from '../format/number.ts';

export interface Recognised {
  readonly label: string;
  readonly value: string;
}

const things = (lists: Intent['exclude']): string =>
  [
    ...lists.symbols,
    ...lists.sectors,
    ...lists.assetClasses.map((c) => ASSET_CLASS_LABELS[c as keyof typeof ASSET_CLASS_LABELS] ?? c),
  ].join(', ');

const money = (dollars: number): string => moneyText(centsFromDollars(dollars)).replace(/\.00$/, '');

function goals(intent: Intent): string {
  const { objectives } = intent;
  if (!objectives) return '';
  return OBJECTIVES.filter((o) => objectives[o] > 0)
    .toSorted((a, b) => objectives[b] - objectives[a])
    .map((o) => `${OBJECTIVE_LABELS[o].name} ${percentText(objectives[o], 0)}`)
    .join(', ');
}

/** What was understood, as labelled lines in the order a person thinks of them. Unsaid fields give no line. */
export function recognised(intent: Intent): readonly Recognised[] {
  const { cash, contribution, taxes } = intent;
  const lines: [string, string | null][] = [
    ['Goals', goals(intent)],
    [
      'Horizon',
      intent.horizonYears === null
        ? null
        : `${numberText(intent.horizonYears, intent.horizonYears < 3 ? 1 : 0)} years`,
    ],
    ['Largest fall you accept', intent.maxDrawdown === null ? null : percentText(intent.maxDrawdown, 0)],
    ['Risk', intent.riskTolerance],
    ['Short-term gains', taxes.shortTermGains],
    ['Harvest losses', taxes.harvest === null ? null : taxes.harvest ? 'yes' : 'no'],
    ['Never sell', intent.keep.join(', ')],
    ['Leave out', things(intent.exclude)],
    ['Prefer', things(intent.prefer)],
    ['Always in cash', cash.min === null ? null : money(cash.min)],
    [
      'Cash needed',
      [
        cash.neededAmount === null ? '' : money(cash.neededAmount),
        cash.neededBy === null ? '' : `by ${dateText(cash.neededBy)}`,
      ]
        .join(' ')
        .trim(),
    ],
    ['Paying in', contribution === null ? null : `${money(contribution.amount)} every ${contribution.every}`],
    ['Trades at most', intent.maxTrades === null ? null : String(intent.maxTrades)],
  ];
  return lines.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
