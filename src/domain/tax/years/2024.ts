import type { YearRules } from './year-rules.ts';

/** Tax year 2024: Rev. Proc. 2023-34. */
export const RULES_2024: YearRules = {
  year: 2024,
  source: 'Rev. Proc. 2023-34',
  statuses: {
    single: {
      brackets: [11_600, 47_150, 100_525, 191_950, 243_725, 609_350],
      zeroUpTo: 47_025,
      fifteenUpTo: 518_900,
      standardDeduction: 14_600,
      extraDeduction: 1_950,
    },
    joint: {
      brackets: [23_200, 94_300, 201_050, 383_900, 487_450, 731_200],
      zeroUpTo: 94_050,
      fifteenUpTo: 583_750,
      standardDeduction: 29_200,
      extraDeduction: 1_550,
    },
    separate: {
      brackets: [11_600, 47_150, 100_525, 191_950, 243_725, 365_600],
      zeroUpTo: 47_025,
      fifteenUpTo: 291_850,
      standardDeduction: 14_600,
      extraDeduction: 1_550,
    },
    head: {
      brackets: [16_550, 63_100, 100_500, 191_950, 243_700, 609_350],
      zeroUpTo: 63_000,
      fifteenUpTo: 551_350,
      standardDeduction: 21_900,
      extraDeduction: 1_950,
    },
  },
};
