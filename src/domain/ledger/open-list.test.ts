import { expect, it } from 'vitest';
import { OpenList } from './open-list.ts';

const seen = (list: OpenList<number>, isDone: (x: number) => boolean): number[] => {
  const items: number[] = [];
  list.walk(isDone, (x) => items.push(x) > 0);
  return items;
};

it('throws out what is done, at either end and in the middle, and takes new members after that', () => {
  const list = new OpenList([1, 2, 3, 4, 5]);
  expect(seen(list, (x) => x === 1 || x === 3 || x === 5)).toEqual([2, 4]);
  list.push(6);
  expect([...list]).toEqual([2, 4, 6]);
  expect(seen(list, () => true)).toEqual([]);
  list.push(7);
  expect([...list]).toEqual([7]);
});

it('stops where it is told to, and trims only the front', () => {
  const list = new OpenList([1, 2, 3]);
  const items: number[] = [];
  list.walk(
    (x) => x === 3,
    (x) => items.push(x) < 2,
  );
  expect(items).toEqual([1, 2]);
  expect([...list]).toEqual([1, 2, 3]);
  list.trim((x) => x !== 2);
  expect([...list]).toEqual([2, 3]);
});

it('puts members behind others, the last one included', () => {
  const list = new OpenList([1, 2]);
  list.insert((x) => x * 10);
  list.push(3);
  expect([...list]).toEqual([1, 10, 2, 20, 3]);
});
