import type { YearRules } from './year-rules.ts';

/** Tax year 2023: Rev. Proc. 2022-38. */
export const RULES_2023: YearRules = {
  year: 2023,
  source: 'Rev. Proc. 2022-38',
  statuses: {
    single: {
      brackets: [11_000, 44_725, 95_375, 182_100, 231_250, 578_125],
      zeroUpTo: 44_625,
      fifteenUpTo: 492_300,
      standardDeduction: 13_850,
      extraDeduction: 1_850,
    },
    joint: {
      brackets: [22_000, 89_450, 190_750, 364_200, 462_500, 693_750],
      zeroUpTo: 89_250,
      fifteenUpTo: 553_850,
      standardDeduction: 27_700,
      extraDeduction: 1_500,
    },
    separate: {
      brackets: [11_000, 44_725, 95_375, 182_100, 231_250, 346_875],
      zeroUpTo: 44_625,
      fifteenUpTo: 276_900,
      standardDeduction: 13_850,
      extraDeduction: 1_500,
    },
    head: {
      brackets: [15_700, 59_850, 95_350, 182_100, 231_250, 578_100],
      zeroUpTo: 59_750,
      fifteenUpTo: 523_050,
      standardDeduction: 20_800,
      extraDeduction: 1_850,
    },
  },
};
