import { makeIsoDate, type IsoDate } from '../../core/iso-date.ts';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** Reads the date spellings of price files: 2024-01-31 (with or without a time), 20240131, 1/31/2024; null otherwise. */
export function parsePriceDate(text: string): IsoDate | null {
  const iso = ISO.exec(text) ?? COMPACT.exec(text);
  if (iso) return makeIsoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const us = US.exec(text);
  return us ? makeIsoDate(Number(us[3]), Number(us[1]), Number(us[2])) : null;
}
