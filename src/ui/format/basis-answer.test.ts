import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { readBasis } from './basis-answer.ts';

const received = isoDate('2021-04-14');
const read = (cost: string, date = '2019-03-04') => readBasis(cost, date, received);

describe('the answer to "what did these shares cost?"', () => {
  it('takes dollars with or without marks, zero too, to the cent', () => {
    expect(read('$1,234.50').answer).toEqual({ cost: 123_450, acquired: '2019-03-04' });
    expect(read(' 1234.5 ').answer?.cost).toBe(123_450);
    expect(read('.07').answer?.cost).toBe(7);
    expect(read('0').answer?.cost).toBe(0);
    expect(read('12', '2021-04-14').answer?.acquired).toBe('2021-04-14');
  });
  it('says what to mend instead of guessing', () => {
    expect(read('').problems?.cost).toContain('all the shares');
    expect(read('$').problems?.cost).toContain('all the shares');
    expect(read('-5').problems?.cost).toContain('below zero');
    for (const odd of ['1.234,56', '1,23', '12.345', 'about 100', '1e5', '0x10'])
      expect(read(odd).problems?.cost, odd).toContain('1,234.50');
    expect(read('9'.repeat(20)).problems?.cost).toContain('more money');
  });
  it('refuses days that do not exist, that come after the shares, or before any broker', () => {
    expect(read('5', '').problems).toEqual({ acquired: expect.stringContaining('month, day and year') });
    expect(read('5', '2019-02-29').problems?.acquired).toContain('month, day and year');
    expect(read('5', '2021-04-15').problems?.acquired).toContain('14 Apr 2021');
    expect(read('5', '0019-03-04').problems?.acquired).toContain('year');
  });
  it('names both fields when both are wrong', () => {
    expect(Object.keys(read('', '').problems ?? {})).toEqual(['cost', 'acquired']);
  });
});
