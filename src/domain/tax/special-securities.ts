/**
 * Securities whose gains follow other rules than plain stock. They are flagged, not computed: their tax here is an
 * estimate at the ordinary short/long rules.
 */

/** Options on broad indices and other section 1256 contracts, by option root or underlying: 60/40, marked on the last business day. */
const SECTION_1256_ROOTS = new Set([
  'SPX',
  'SPXW',
  'XSP',
  'NDX',
  'NDXP',
  'XND',
  'RUT',
  'RUTW',
  'MRUT',
  'VIX',
  'VIXW',
  'DJX',
  'OEX',
  'XEO',
]);

/** Grantor trusts that hold metal: long-term gain is collectibles gain, 28 % at most (IRC 1(h)(5), 408(m)). */
const METAL_TRUSTS = new Set(
  'GLD GLDM IAU IAUM SGOL BAR AAAU OUNZ SLV SIVR PSLV PHYS CEF PPLT PALL GLTR SPPP'.split(' '),
);

/** A note the person must see, or null. */
export function specialTreatment(symbol: string, optionUnderlying: string | null): string | null {
  if (optionUnderlying !== null && SECTION_1256_ROOTS.has(optionUnderlying)) {
    return `${optionUnderlying} options are section 1256 contracts: 60 % long and 40 % short whatever the period, marked to market at year end, no wash sales. Report them on Form 6781; here they are shown under the ordinary rules.`;
  }
  if (METAL_TRUSTS.has(symbol)) {
    return `${symbol} holds metal: a long-term gain is collectibles gain, taxed at up to 28 %. The estimate uses 15/20 %.`;
  }
  return null;
}
