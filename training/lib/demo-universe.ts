import type { AssetClass, Sector } from '../../src/domain/market/panel.ts';

/** How an invented asset moves: loadings on the simulated factors, own volatility, price and pay-outs. */
export interface DemoAsset {
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly sector: Sector | null;
  readonly isFund: boolean;
  readonly isHome: boolean;
  /** Loadings by factor name; 1 = one for one. `rates` is a duration in years. */
  readonly loads: Readonly<Record<string, number>>;
  /** Own yearly volatility. */
  readonly ownVol: number;
  readonly startPrice: number;
  /** Yearly pay-out as a fraction of the price, and pay-outs a year (0 = none). */
  readonly payout: number;
  readonly payoutsPerYear: number;
  /** Typical daily dollar volume in millions. */
  readonly dollarVolume: number;
  /** Fraction of the history after which it is first listed (0 = from the start). */
  readonly listedFrom: number;
  /** Fraction of the history after which it is taken over and gone (1 = stays). */
  readonly listedTo: number;
}

type Row = readonly [
  symbol: string,
  name: string,
  startPrice: number,
  payout: number,
  beta: number,
  growth: number,
  ownVol: number,
];

const SECTOR_ROWS: Readonly<Record<Sector, readonly Row[]>> = {
  'Communication Services': [
    ['BRLN', 'Brightline Networks', 42, 0.035, 0.7, -0.3, 0.2],
    ['PLYV', 'Playverse Interactive', 28, 0, 1.2, 0.7, 0.36],
    ['CSTK', 'Castkeep Media', 61, 0.012, 1.0, 0.1, 0.27],
  ],
  'Consumer Discretionary': [
    ['HMLK', 'Hemlock & Vane Outfitters', 88, 0.014, 1.1, 0, 0.29],
    ['TRVO', 'Trailvoy Motors', 19, 0, 1.6, 0.9, 0.48],
    ['DNRX', 'Dinerex Restaurants', 112, 0.021, 0.9, 0.1, 0.22],
  ],
  'Consumer Staples': [
    ['OATW', 'Oatwell Foods', 54, 0.029, 0.5, -0.3, 0.16],
    ['SUDZ', 'Sudsbury Household', 71, 0.026, 0.5, -0.2, 0.15],
    ['KEGR', 'Kegger Beverage', 47, 0.031, 0.6, -0.2, 0.18],
  ],
  Energy: [
    ['PTRL', 'Petrolane Resources', 58, 0.042, 1.0, -0.6, 0.27],
    ['DRLQ', 'Drillquist Offshore', 24, 0.01, 1.4, -0.5, 0.42],
    ['PYPE', 'Pypeline Midstream', 33, 0.061, 0.8, -0.5, 0.22],
  ],
  Financials: [
    ['FKBK', 'First Kestrel Bancorp', 39, 0.028, 1.2, -0.6, 0.24],
    ['INSR', 'Insurasure Mutual Holdings', 96, 0.019, 0.8, -0.4, 0.19],
    ['PAYQ', 'Payquill Card Network', 130, 0.006, 1.0, 0.5, 0.22],
    ['LNDR', 'Lendera Digital Credit', 22, 0, 1.7, 0.5, 0.52],
  ],
  'Health Care': [
    ['MDCX', 'Medicrux Devices', 145, 0.011, 0.8, 0.2, 0.21],
    ['RXLB', 'Rexlab Pharmaceuticals', 83, 0.033, 0.6, -0.2, 0.21],
    ['GNMQ', 'Genomiq Therapeutics', 31, 0, 1.2, 0.7, 0.58],
  ],
  Industrials: [
    ['AERV', 'Aerovane Systems', 121, 0.017, 1.0, -0.1, 0.24],
    ['RLLN', 'Rallon Railways', 76, 0.018, 0.9, -0.1, 0.2],
    ['GRDR', 'Girder & Moss Machinery', 65, 0.022, 1.2, -0.3, 0.27],
  ],
  'Information Technology': [
    ['CHPN', 'Chipnova Semiconductor', 74, 0.005, 1.4, 0.8, 0.37],
    ['SFTL', 'Softloom Software', 92, 0.009, 1.1, 0.6, 0.24],
    ['QNTB', 'Quantbit Cloud', 45, 0, 1.4, 0.9, 0.42],
    ['HRDW', 'Hardwell Devices', 108, 0.012, 1.1, 0.5, 0.24],
  ],
  Materials: [
    ['ORML', 'Oremill Mining', 37, 0.034, 1.2, -0.4, 0.34],
    ['CHMW', 'Chemwright Specialty', 81, 0.02, 1.0, -0.1, 0.22],
    ['STLY', 'Steelyard Works', 29, 0.025, 1.4, -0.5, 0.36],
  ],
  'Real Estate': [
    ['LOFT', 'Loftwood Residential Trust', 63, 0.034, 0.8, -0.1, 0.2],
    ['WHSE', 'Warehouse Alley Trust', 52, 0.03, 0.9, 0.1, 0.21],
    ['MALX', 'Mallex Retail Trust', 41, 0.055, 1.1, -0.4, 0.29],
  ],
  Utilities: [
    ['VLTW', 'Voltwater Electric', 49, 0.036, 0.4, -0.2, 0.15],
    ['GRDP', 'Gridpoint Power', 67, 0.034, 0.45, -0.2, 0.16],
    ['SLRA', 'Solara Renewable Utility', 26, 0.018, 0.9, 0.4, 0.31],
  ],
};

/** Sensitivity of a sector to yields (as years of duration) and to commodity prices. */
const SECTOR_MACRO: Readonly<Partial<Record<Sector, readonly [rates: number, commodity: number]>>> = {
  Energy: [-1, 0.7],
  Materials: [0, 0.35],
  Utilities: [4, 0],
  'Real Estate': [4.5, 0],
  Financials: [-2.5, 0],
  'Information Technology': [1.5, 0],
  'Consumer Staples': [1.5, 0],
};

const LATE: Readonly<Record<string, number>> = { LNDR: 0.22, QNTB: 0.12, SLRA: 0.3, PLYV: 0.18 };
const GONE: Readonly<Record<string, number>> = { DRLQ: 0.78 };

const shares: readonly DemoAsset[] = Object.entries(SECTOR_ROWS).flatMap(([sector, rows]) =>
  rows.map(([symbol, name, startPrice, payout, beta, growth, ownVol], k): DemoAsset => {
    const [rates, commodity] = SECTOR_MACRO[sector as Sector] ?? [0, 0];
    return {
      symbol,
      name,
      assetClass: sector === 'Real Estate' ? 'realEstate' : 'equity',
      sector: sector as Sector,
      isFund: false,
      isHome: symbol !== 'ORML' && symbol !== 'AERV',
      loads: { market: beta, growth, rates, commodity, [sector]: 0.9 + 0.1 * k },
      ownVol,
      startPrice,
      payout,
      payoutsPerYear: payout > 0 ? 4 : 0,
      dollarVolume: 40 + 60 * k + 4 * startPrice,
      listedFrom: LATE[symbol] ?? 0,
      listedTo: GONE[symbol] ?? 1,
    };
  }),
);

const other = (
  symbol: string,
  name: string,
  assetClass: AssetClass,
  startPrice: number,
  payout: number,
  payoutsPerYear: number,
  ownVol: number,
  loads: Record<string, number>,
  more: Partial<DemoAsset> = {},
): DemoAsset => ({
  symbol,
  name,
  assetClass,
  sector: null,
  isFund: true,
  isHome: true,
  loads,
  ownVol,
  startPrice,
  payout,
  payoutsPerYear,
  dollarVolume: 150,
  listedFrom: 0,
  listedTo: 1,
  ...more,
});

const COIN = { isFund: false, isHome: false };

/** The invented universe: every symbol and name is made up; any likeness to a listed one is chance. */
export const DEMO_ASSETS: readonly DemoAsset[] = [
  ...shares,
  other(
    'KFTM',
    'Keepfolio Demo Total Market Fund',
    'equityFund',
    98,
    0.016,
    4,
    0.012,
    { market: 1 },
    { dollarVolume: 900 },
  ),
  other('KFGR', 'Keepfolio Demo Growth Fund', 'equityFund', 84, 0.007, 4, 0.025, {
    market: 1.08,
    growth: 0.6,
    rates: 0.5,
  }),
  other('KFVL', 'Keepfolio Demo Value Fund', 'equityFund', 73, 0.024, 4, 0.025, {
    market: 0.95,
    growth: -0.5,
  }),
  other('KFSC', 'Keepfolio Demo Small Company Fund', 'equityFund', 61, 0.013, 4, 0.05, {
    market: 1.15,
    growth: -0.1,
    size: 0.9,
  }),
  other('KFDV', 'Keepfolio Demo Dividend Fund', 'equityFund', 57, 0.034, 4, 0.025, {
    market: 0.8,
    growth: -0.35,
    rates: 0.8,
  }),
  other(
    'KFTK',
    'Keepfolio Demo Technology Fund',
    'equityFund',
    102,
    0.006,
    4,
    0.03,
    { market: 1.15, growth: 0.5, 'Information Technology': 0.9 },
    { sector: 'Information Technology' },
  ),
  other(
    'KFIN',
    'Keepfolio Demo Developed Abroad Fund',
    'equityFund',
    44,
    0.028,
    2,
    0.05,
    { market: 0.85, abroad: 0.8 },
    { isHome: false },
  ),
  other(
    'KFEM',
    'Keepfolio Demo Emerging Fund',
    'equityFund',
    38,
    0.025,
    2,
    0.07,
    { market: 0.9, abroad: 1.2, commodity: 0.15 },
    { isHome: false },
  ),
  other('KBAG', 'Keepfolio Demo Aggregate Bond Fund', 'bond', 82, 0.026, 12, 0.008, {
    rates: 6,
    credit: 0.15,
  }),
  other('KBST', 'Keepfolio Demo Short Treasury Fund', 'bond', 60, 0.022, 12, 0.002, { rates: 1.9 }),
  other('KBLT', 'Keepfolio Demo Long Treasury Fund', 'bond', 118, 0.028, 12, 0.012, { rates: 16 }),
  other('KBIG', 'Keepfolio Demo Corporate Bond Fund', 'bond', 104, 0.033, 12, 0.01, {
    rates: 7.5,
    credit: 0.6,
  }),
  other('KBHY', 'Keepfolio Demo High Yield Bond Fund', 'bond', 79, 0.055, 12, 0.015, {
    rates: 3,
    credit: 1.4,
    market: 0.12,
  }),
  other('KBMU', 'Keepfolio Demo Municipal Bond Fund', 'bond', 53, 0.023, 12, 0.012, {
    rates: 5.5,
    credit: 0.25,
  }),
  other('KRST', 'Keepfolio Demo Property Fund', 'realEstate', 77, 0.036, 4, 0.02, {
    market: 0.85,
    rates: 4.5,
    'Real Estate': 0.9,
  }),
  other('KGLD', 'Keepfolio Demo Gold Trust', 'commodity', 115, 0, 0, 0.02, { gold: 1, rates: 2 }),
  other('KSLV', 'Keepfolio Demo Silver Trust', 'commodity', 16, 0, 0, 0.14, { gold: 1.4, commodity: 0.3 }),
  other('KOIL', 'Keepfolio Demo Crude Fund', 'commodity', 31, 0, 0, 0.17, { commodity: 1.7 }),
  other('KCMD', 'Keepfolio Demo Broad Commodity Fund', 'commodity', 24, 0, 0, 0.04, {
    commodity: 1,
    gold: 0.2,
  }),
  other(
    'ZYNC-USD',
    'Zync (invented coin)',
    'crypto',
    410,
    0,
    0,
    0.3,
    { coins: 1, market: 0.3 },
    { ...COIN, dollarVolume: 2000 },
  ),
  other(
    'ORBL-USD',
    'Orbol (invented coin)',
    'crypto',
    18,
    0,
    0,
    0.45,
    { coins: 1.2, market: 0.4 },
    { ...COIN, listedFrom: 0.2, dollarVolume: 700 },
  ),
  other(
    'MNTQ-USD',
    'Mintique (invented coin)',
    'crypto',
    1.2,
    0,
    0,
    0.75,
    { coins: 1.3, market: 0.4 },
    { ...COIN, listedFrom: 0.35, dollarVolume: 150 },
  ),
  other(
    'KTBL',
    'Keepfolio Demo Treasury Bill Fund',
    'cash',
    91,
    1,
    12,
    0.0008,
    { rates: 0.15 },
    { dollarVolume: 300 },
  ),
  other(
    'KUSD',
    'Keepfolio Demo Cash Plus Fund',
    'cash',
    50,
    1,
    12,
    0.0015,
    { rates: 0.45, credit: 0.02 },
    { dollarVolume: 120 },
  ),
];
