import { renderHook } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { scrollBy } from '../testing';
import { heardAt } from '../parts/heard';
import { PacedEvents, usePacedEvents } from './pacedEvents';

let shown: string[][] = [];
let events: PacedEvents<{ id: string }>;

/** A printer says something every 50 ms. */
function scrollFor(ms: number, pixelsPerSecond: number) {
  for (let passed = 0; passed < ms; passed += 50) {
    scrollBy(pixelsPerSecond / 20);
    events.take({ id: 'p1' });
    vi.advanceTimersByTime(50);
  }
}

// One clock for all of them: how the page moved is remembered by it.
beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());
beforeEach(() => {
  vi.advanceTimersByTime(1000);
  shown = [];
  events = new PacedEvents((all) => shown.push(all.map(({ id }) => id)));
});
afterEach(() => events.stop());

describe('the pace', () => {
  it('is at once for a calm farm and shared by a busy one', () => {
    events.take({ id: 'p1' });
    expect(shown).toEqual([['p1']]);
    events.take({ id: 'p2' });
    events.take({ id: 'p3' });
    expect(shown).toEqual([['p1']]);
    vi.advanceTimersByTime(50);
    expect(shown).toEqual([['p1'], ['p2', 'p3']]);
    vi.advanceTimersByTime(500);
    events.take({ id: 'p4' });
    expect(shown.at(-1)).toEqual(['p4']);
    events.take({ id: 'p5' });
    events.stop();
    vi.advanceTimersByTime(500);
    expect(shown.length).toBe(3);
  });

  it('is the same for whoever scrolls and reads', () => {
    scrollFor(2000, 300);
    expect(shown.length).toBeGreaterThanOrEqual(39);
  });

  it('waits while the page moves faster than anybody reads, and shows all of it in its order once they look', () => {
    scrollFor(200, 1200);
    const before = shown.flat().length;
    scrollFor(20_000, 1200);
    events.take({ id: 'p2' });
    expect(shown.flat().length).toBe(before);
    vi.advanceTimersByTime(250);
    expect(shown.flat().length).toBe(405);
    expect(shown.at(-1)!.at(-1)).toBe('p2');
    events.take({ id: 'p3' });
    vi.advanceTimersByTime(50);
    expect(shown.at(-1)).toEqual(['p3']);
  });

  it('does not show what does not count any more', () => {
    scrollFor(500, 1200);
    const before = shown.length;
    events.forget();
    vi.advanceTimersByTime(500);
    expect(shown.length).toBe(before);
  });
});

type Told =
  | { type: 'printer'; id: string; changes: { last_report_at: number } }
  | { type: 'printers'; printers: Array<{ printer: { id: string }; state: { last_report_at: number } }> }
  | { type: 'status' };

const say = (last_report_at: number): Told => ({ type: 'printer', id: 'p1', changes: { last_report_at } });
const all = (last_report_at: number): Told => ({ type: 'printers', printers: [{ printer: { id: 'p1' }, state: { last_report_at } }] });

describe('what a page is told', () => {
  const told: string[] = [];
  const take = () =>
    renderHook(() =>
      usePacedEvents<Told>(
        (changes) => void told.push(...changes.map(({ changes: { last_report_at } }) => `p1 ${last_report_at}`)),
        ({ type }) => void told.push(type),
      ),
    ).result.current;

  beforeEach(() => void told.splice(0));

  it('comes at once when it is not what a printer says, and all printers anew replace what waits', () => {
    const page = take();
    page(say(1));
    page(say(2));
    page({ type: 'status' });
    expect(told).toEqual(['p1 1', 'status']);
    page(all(3));
    vi.advanceTimersByTime(500);
    expect(told).toEqual(['p1 1', 'status', 'printers']);
    page(say(4));
    expect(told.at(-1)).toBe('p1 4');
  });

  it('is heard when it comes, also while it waits', () => {
    const page = take();
    page(say(11));
    page(say(12));
    expect(heardAt('p1', 12)).toBeDefined();
    expect(told).toEqual(['p1 11']);
    page(all(13));
    expect(heardAt('p1', 13)).toBeDefined();
  });
});
