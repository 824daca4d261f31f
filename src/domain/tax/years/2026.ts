import type { YearRules } from './year-rules.ts';

/** Tax year 2026: Rev. Proc. 2025-32. */
export const RULES_2026: YearRules = {
  year: 2026,
  source: 'Rev. Proc. 2025-32',
  statuses: {
    single: {
      brackets: [12_400, 50_400, 105_700, 201_775, 256_225, 640_600],
      zeroUpTo: 49_450,
      fifteenUpTo: 545_500,
      standardDeduction: 16_100,
      extraDeduction: 2_050,
    },
    joint: {
      brackets: [24_800, 100_800, 211_400, 403_550, 512_450, 768_700],
      zeroUpTo: 98_900,
      fifteenUpTo: 613_700,
      standardDeduction: 32_200,
      extraDeduction: 1_650,
    },
    separate: {
      brackets: [12_400, 50_400, 105_700, 201_775, 256_225, 384_350],
      zeroUpTo: 49_450,
      fifteenUpTo: 306_850,
      standardDeduction: 16_100,
      extraDeduction: 1_650,
    },
    head: {
      brackets: [17_700, 67_450, 105_700, 201_750, 256_200, 640_600],
      zeroUpTo: 66_200,
      fifteenUpTo: 579_600,
      standardDeduction: 24_150,
      extraDeduction: 2_050,
    },
  },
};
