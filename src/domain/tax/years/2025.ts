import type { YearRules } from './year-rules.ts';

/** Tax year 2025: Rev. Proc. 2024-40; standard deduction raised by P.L. 119-21 (OBBBA). */
export const RULES_2025: YearRules = {
  year: 2025,
  source: 'Rev. Proc. 2024-40; standard deduction raised by P.L. 119-21 (OBBBA)',
  statuses: {
    single: {
      brackets: [11_925, 48_475, 103_350, 197_300, 250_525, 626_350],
      zeroUpTo: 48_350,
      fifteenUpTo: 533_400,
      standardDeduction: 15_750,
      extraDeduction: 2_000,
    },
    joint: {
      brackets: [23_850, 96_950, 206_700, 394_600, 501_050, 751_600],
      zeroUpTo: 96_700,
      fifteenUpTo: 600_050,
      standardDeduction: 31_500,
      extraDeduction: 1_600,
    },
    separate: {
      brackets: [11_925, 48_475, 103_350, 197_300, 250_525, 375_800],
      zeroUpTo: 48_350,
      fifteenUpTo: 300_000,
      standardDeduction: 15_750,
      extraDeduction: 1_600,
    },
    head: {
      brackets: [17_000, 64_850, 103_350, 197_300, 250_500, 626_350],
      zeroUpTo: 64_750,
      fifteenUpTo: 566_700,
      standardDeduction: 23_625,
      extraDeduction: 2_000,
    },
  },
};
