import { describe, expect, it } from 'vitest';
import { RowHeights, withKept } from './rowHeights';

function rows(...heights: number[]): RowHeights {
  const all = new RowHeights(100);
  heights.forEach((height, row) => all.set(row, height));
  return all;
}

describe('the rows of a grid', () => {
  it('are as tall as is usual until one was measured, then as that one', () => {
    expect(rows().between(0, 5)).toBe(500);
    expect(rows(200, 300).between(0, 4)).toBe(900);
  });

  it('count as they were measured last', () => {
    const all = rows(200, 300);
    all.set(1, 400);
    expect(all.between(0, 3)).toBe(800);
  });

  it('are measured anew with other columns', () => {
    const all = rows(200, 300);
    all.regroup(2);
    all.set(7, 150);
    expect(all.between(0, 2)).toBe(300);
  });

  it('know where the tile is that was seen first, also among other columns', () => {
    const all = new RowHeights(100);
    all.regroup(3);
    all.look(1050, 500);
    expect(all.seenAt()).toBe(1000);
    all.regroup(2);
    expect(all.seenAt()).toBe(1500);
  });

  it.each([
    { top: -600, bottom: 1400, expected: { first: 0, end: 14 } },
    { top: 950, bottom: 1050, expected: { first: 9, end: 11 } },
    { top: 1000, bottom: 1100, expected: { first: 10, end: 11 } },
    { top: 1900, bottom: 9000, expected: { first: 19, end: 20 } },
    { top: 9000, bottom: 9900, expected: { first: 19, end: 20 } },
  ])('are near when something of them stands from $top to $bottom', ({ top, bottom, expected }) => {
    expect(rows().within(top, bottom, 20)).toEqual(expected);
  });

  it('are none where there are none', () => {
    expect(rows().within(-600, 1400, 0)).toEqual({ first: 0, end: 0 });
  });
});

describe('the row that is kept', () => {
  const near = { first: 10, end: 14 };

  it.each([
    { what: 'is none at first', kept: undefined, expected: [near] },
    { what: 'is one of those that are near', kept: 12, expected: [near] },
    { what: 'stands far above, with its neighbours', kept: 4, expected: [{ first: 3, end: 6 }, near] },
    { what: 'stands far below', kept: 17, expected: [near, { first: 16, end: 19 }] },
    { what: 'is the first of all', kept: 0, expected: [{ first: 0, end: 2 }, near] },
    { what: 'is the last of all', kept: 19, expected: [near, { first: 18, end: 20 }] },
    { what: 'touches the others from above', kept: 8, expected: [{ first: 7, end: 14 }] },
    { what: 'touches the others from below', kept: 15, expected: [{ first: 10, end: 17 }] },
  ])('$what', ({ kept, expected }) => {
    expect(withKept(near, kept, 20)).toEqual(expected);
  });
});
