import { PacedEvents } from '@gantry/ui';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, statusQuery, type FuseEvent } from './api';
import { applyEvents } from './events';
import { viewOf } from './printers/testing';

const event = (id: string, changes: object): FuseEvent => ({ type: 'printer', id, changes: changes as never });

describe('events that come together', () => {
  it('are one change of the list, in their order, and leave the others as they are', () => {
    const cache = new QueryClient();
    const before = ['p1', 'p2', 'p3'].map((id) => viewOf({ printer: { id } }));
    cache.setQueryData(printersQuery.queryKey, before);
    let changes = 0;
    cache.getQueryCache().subscribe(({ type }) => (changes += type === 'updated' ? 1 : 0));
    applyEvents(cache, [event('p1', { firmware: '1' }), event('p2', { firmware: '2' }), event('p1', { firmware: '3', wifi_dbm: -40 })]);
    const after = cache.getQueryData(printersQuery.queryKey)!;
    expect(after.map(({ state }) => state.firmware)).toEqual(['3', '2', '']);
    expect(after[2]).toBe(before[2]);
    expect(changes).toBe(1);
  });

  it('keep their place beside others', () => {
    const cache = new QueryClient();
    applyEvents(cache, [event('p1', {}), { type: 'status', status: { version: '1' } as never }, { type: 'printers', printers: [viewOf()] }, event('p1', { firmware: '9' })]);
    expect(cache.getQueryData(statusQuery.queryKey)).toEqual({ version: '1' });
    expect(cache.getQueryData(printersQuery.queryKey)![0]!.state.firmware).toBe('9');
  });
});

describe('the pace', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is at once for a calm farm and shared by a busy one', () => {
    const shown: number[] = [];
    const paced = new PacedEvents((events) => shown.push(events.length));
    paced.take(event('p1', {}));
    expect(shown).toEqual([1]);
    paced.take(event('p2', {}));
    paced.take(event('p3', {}));
    expect(shown).toEqual([1]);
    vi.advanceTimersByTime(50);
    expect(shown).toEqual([1, 2]);
    vi.advanceTimersByTime(500);
    paced.take(event('p4', {}));
    expect(shown).toEqual([1, 2, 1]);
    paced.take(event('p5', {}));
    paced.stop();
    vi.advanceTimersByTime(500);
    expect(shown).toEqual([1, 2, 1]);
  });

  it('waits while somebody scrolls, for three seconds at most, and is quick again once they look', () => {
    const shown: number[] = [];
    const paced = new PacedEvents((events) => shown.push(events.length));
    const scrollFor = (ms: number) => {
      for (let passed = 0; passed < ms; passed += 50) {
        window.dispatchEvent(new Event('scroll'));
        paced.take(event('p1', {}));
        vi.advanceTimersByTime(50);
      }
    };
    paced.take(event('p1', {}));
    scrollFor(2900);
    expect(shown).toEqual([1]);
    scrollFor(200);
    expect(shown.length).toBe(2);
    vi.advanceTimersByTime(250);
    expect(shown.reduce((all, some) => all + some)).toBe(63);
    paced.stop();
  });
});
