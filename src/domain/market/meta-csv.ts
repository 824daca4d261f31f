import { ASSET_CLASSES, SECTORS, type AssetClass, type AssetMeta, type Sector } from './panel.ts';

/** Names of asset classes in files, lower case without separators, and the class they are here. */
const CLASS_NAMES: Readonly<Record<string, AssetClass>> = {
  equity: 'equity',
  stock: 'equity',
  etfequity: 'equityFund',
  equityfund: 'equityFund',
  equityetf: 'equityFund',
  etf: 'equityFund',
  bond: 'bond',
  bonds: 'bond',
  fixedincome: 'bond',
  reit: 'realEstate',
  realestate: 'realEstate',
  commodity: 'commodity',
  crypto: 'crypto',
  cash: 'cash',
  moneymarket: 'cash',
  // The metadata one-hot has one slot for cash and currencies.
  fx: 'cash',
  currency: 'cash',
};

/** The class a file's word stands for; null when unknown. */
export function assetClassOf(text: string): AssetClass | null {
  const key = text.toLowerCase().replace(/[^a-z]/g, '');
  if (Object.hasOwn(CLASS_NAMES, key)) return CLASS_NAMES[key] as AssetClass;
  return ASSET_CLASSES.find((c) => c.toLowerCase() === key) ?? null;
}

/** The GICS sector of exactly that name (any case); null for fund categories and anything else. */
export function sectorOf(text: string): Sector | null {
  const key = text.trim().toLowerCase();
  return SECTORS.find((s) => s.toLowerCase() === key) ?? null;
}

/** What is assumed of a symbol nobody described: a home-country share without a sector. */
export const unknownAsset = (symbol: string): AssetMeta => ({
  symbol,
  name: symbol,
  assetClass: symbol.endsWith('-USD') ? 'crypto' : 'equity',
  sector: null,
  isFund: false,
  isHome: !symbol.endsWith('-USD'),
});

/** Splits a small quoted CSV into records. */
function records(text: string): string[][] {
  const out: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    cell = '';
    if (row.length > 1 || row[0] !== '') out.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\n') endRow();
    else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length > 0) endRow();
  return out;
}

const HOME = /^(united states|us|usa|u\.s\.)$/i;
const FOREIGN_FUND =
  /\b(ex[- ]?u\.?s|international|intl|emerging|foreign|global|world|europe|asia|japan|china|eafe|em debt|pacific|latin)/i;

/**
 * Reads asset descriptions: a header with `ticker` (or `symbol`), `asset_class`, and where present `name`, `sector`,
 * `country`, `file`. A sector is taken only for shares and their funds when it is a GICS name; funds of a
 * country other than the US are recognised by name and category.
 * @returns one entry a ticker, keyed by it.
 */
export function parseMetaCsv(text: string): Map<string, AssetMeta> {
  const [header = [], ...rows] = records(text.replace(/^\uFEFF/, ''));
  const column = (...names: string[]): number =>
    header.findIndex((h) => names.includes(h.trim().toLowerCase()));
  const at = {
    ticker: column('ticker', 'symbol'),
    name: column('name'),
    assetClass: column('asset_class', 'assetclass', 'class'),
    sector: column('sector'),
    country: column('country'),
    file: column('file'),
  };
  const out = new Map<string, AssetMeta>();
  for (const row of rows) {
    const get = (i: number): string => (i < 0 ? '' : (row[i] ?? '').trim());
    const symbol = get(at.ticker).toUpperCase();
    if (symbol === '') continue;
    const assetClass = assetClassOf(get(at.assetClass)) ?? unknownAsset(symbol).assetClass;
    const country = get(at.country);
    const isFund = assetClass === 'equityFund' || /\betf\b/i.test(country) || /etf/i.test(get(at.file));
    const isHome = isFund
      ? !FOREIGN_FUND.test(`${get(at.name)} ${get(at.sector)}`)
      : country === '' || HOME.test(country);
    const sector = isFund && assetClass !== 'equityFund' ? null : sectorOf(get(at.sector));
    out.set(symbol, {
      symbol,
      name: get(at.name) || symbol,
      assetClass,
      sector: assetClass === 'realEstate' && !isFund ? (sector ?? 'Real Estate') : sector,
      isFund,
      isHome: assetClass === 'crypto' ? false : isHome,
    });
  }
  return out;
}
