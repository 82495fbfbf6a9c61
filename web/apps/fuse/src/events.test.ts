import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { printersQuery } from './api';
import { applyChanges } from './events';
import { viewOf } from './printers/testing';

const change = (id: string, changes: object) => ({ type: 'printer' as const, id, changes: changes as never });

describe('events that come together', () => {
  it('are one change of the list, in their order, and leave the others as they are', () => {
    const cache = new QueryClient();
    const before = ['p1', 'p2', 'p3'].map((id) => viewOf({ printer: { id } }));
    cache.setQueryData(printersQuery.queryKey, before);
    let changes = 0;
    cache.getQueryCache().subscribe(({ type }) => (changes += type === 'updated' ? 1 : 0));
    applyChanges(cache, [change('p1', { firmware: '1' }), change('p2', { firmware: '2' }), change('p1', { firmware: '3', wifi_dbm: -40 })]);
    const after = cache.getQueryData(printersQuery.queryKey)!;
    expect(after.map(({ state }) => state.firmware)).toEqual(['3', '2', '']);
    expect(after[2]).toBe(before[2]);
    expect(changes).toBe(1);
  });
});
