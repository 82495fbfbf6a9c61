import { describe, expect, it } from 'vitest';
import { roundOf } from './usePoster';

const everyMs = 30_000;
const farm = Array.from({ length: 100 }, (_, index) => `printer-${index}`);

/** The second of the thirty in which a printer asks for its next picture. */
function momentOf(printer: string): number {
  const start = 1_800_000_000_000;
  const first = roundOf(printer, start, everyMs);
  for (let second = 1; second <= 30; second += 1) if (roundOf(printer, start + second * 1000, everyMs) > first) return second;
  throw new Error('no picture in 30 s');
}

describe('the moment of a next picture', () => {
  it('comes once in each round', () => {
    for (const printer of farm) expect(roundOf(printer, 10 * everyMs, everyMs) - roundOf(printer, 0, everyMs)).toBe(10);
  });

  it('is not the same for a whole farm', () => {
    const moments = farm.map(momentOf);
    const together = Math.max(...Array.from({ length: 30 }, (_, second) => moments.filter((moment) => moment === second + 1).length));
    expect(together).toBeLessThanOrEqual(10);
  });
});
