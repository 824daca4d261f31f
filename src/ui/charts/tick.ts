/** Axis labels: the small size, the second strength of ink. */
export const TICK = { fill: 'var(--ink-2)', fontSize: 12 } as const;
