import { addDays, weekdayOf, type IsoDate } from '../core/iso-date.ts';
import { addMonths, monthRange, quarterRange, yearRange } from './dates.ts';
import type { Duration } from './durations.ts';
import { cue, type Hit, type Passage } from './passage.ts';

/** The day a cash need falls due, from dates and relative words of its sentence: the earliest day of the period named. */
export function dueDate(
  p: Passage,
  from: number,
  to: number,
  durations: readonly Duration[],
  today: IsoDate,
): (Hit & { date: IsoDate }) | null {
  for (let i = from; i < to; i++) {
    const d = p.tokens[i]?.date;
    if (!d) continue;
    if (/ (each|every|since|last) $/.test(p.words(i - 1, i))) continue;
    let date = d.from < today && d.to >= today ? today : d.from;
    // "next June" said in November is the coming one; "June of next year" is the same.
    if (p.w(i + 1) === 'next' && p.w(i + 2) === 'year' && d.from.slice(0, 4) === today.slice(0, 4))
      date = `${Number(today.slice(0, 4)) + 1}${d.from.slice(4)}` as IsoDate;
    if (d.atEnd && d.precision !== 'day') date = d.precision === 'month' ? d.from : d.to;
    return { from: i, to: i + 1, date };
  }
  const span = durations.find(
    (x) => x.from >= from && x.to <= to && x.years > 0 && x.role === 'plain' && x.years < 40,
  );
  if (
    (span &&
      / (in|within|from|about|around|roughly|next|due|after|over|exactly|just|only|maybe|of) $/.test(
        p.words(Math.max(from, span.from - 1), span.from),
      )) ||
    (span && /^ (from|out|away|hence|off|later)/.test(p.words(span.to, span.to + 1)))
  ) {
    const s = span as Duration;
    const months = Math.round(s.years * 12);
    const isMonths = Math.abs(s.years * 12 - months) < 0.02 && months >= 1;
    const days = Math.round(s.years * 365.25);
    return { from: s.from, to: s.to, date: isMonths ? addMonths(today, months) : addDays(today, days) };
  }
  const relative = p.find(RELATIVE_DUE).find((h) => h.from >= from && h.to <= to);
  if (relative) {
    const words = p.words(relative.from, relative.to);
    const year = Number(today.slice(0, 4));
    const month = Number(today.slice(5, 7));
    const q = Math.ceil(month / 3);
    const date = / next year/.test(words)
      ? yearRange(year + 1).from
      : / next month/.test(words)
        ? addMonths(monthRange(year, month).from, 1)
        : / next quarter/.test(words)
          ? q === 4
            ? quarterRange(year + 1, 1).from
            : quarterRange(year, q + 1).from
          : / next week/.test(words)
            ? addDays(today, 7 - ((weekdayOf(today) + 6) % 7))
            : / tomorrow/.test(words)
              ? addDays(today, 1)
              : / (year end|end of (?:the|this) year|years end)/.test(words)
                ? (`${year}-12-31` as IsoDate)
                : today;
    return { ...relative, date };
  }
  for (let i = from; i < to; i++) {
    const t = p.tokens[i];
    if (
      t?.w === 'Y' &&
      t.value !== undefined &&
      t.value >= Number(today.slice(0, 4)) &&
      t.value < 2120 &&
      / (in|by|before|until|of|for|due|early|mid|late|year|during) $/.test(p.words(i - 1, i))
    ) {
      const range = yearRange(t.value);
      return { from: i, to: i + 1, date: range.from < today ? today : range.from };
    }
  }
  return null;
}

const RELATIVE_DUE = cue(
  '(?:by |before |due |in |early |sometime |for |at |until |the )*(?:next (?:year|month|quarter|week)|tomorrow|year end|the end of (?:the|this) year|years end|this month|this week|today)',
);
