import type { ReactElement, ReactNode } from 'react';

const Icon = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

export const LogoIcon = (): ReactElement => (
  <svg viewBox="0 0 64 64" aria-hidden="true">
    <rect width="64" height="64" rx="12" fill="#0F766E" />
    <path
      d="M18 46V18M18 33l16-15M24 28l17 18"
      stroke="#FCFBF8"
      strokeWidth="6"
      strokeLinecap="round"
      fill="none"
    />
    <circle cx="46" cy="20" r="5" fill="#FCFBF8" />
  </svg>
);
export const HoldingsIcon = (): ReactElement => (
  <Icon>
    <path d="M4 6h16M4 12h16M4 18h10" />
  </Icon>
);
export const TaxIcon = (): ReactElement => (
  <Icon>
    <path d="M6 18 18 6M7.5 9.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM16.5 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />
  </Icon>
);
export const YouIcon = (): ReactElement => (
  <Icon>
    <path d="m12 3 8 6-3 10H7L4 9z" />
    <path d="m12 8 4 3-2 5h-5l-2-4z" />
  </Icon>
);
export const PlanIcon = (): ReactElement => (
  <Icon>
    <path d="M4 8h12l-3-3M20 16H8l3 3" />
  </Icon>
);
export const MoreIcon = (): ReactElement => (
  <Icon>
    <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />
  </Icon>
);
