import { stateOf } from '@gantry/ui/testing';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, sessionQuery, type PrinterView, type Session } from './api';
import { applyChanges, applyEvent } from './events';
import { LiveHub } from './live/hub';

const switches = { cameras: true, snapshots: true, remote_stream: true };
const printer = (id: string): PrinterView => ({
  printer: { id, name: id, model: 'X1', serial: '1', driver: 'bambu', camera: 'rtsp' },
  fuse_id: 'f1', status: 'ready', state: stateOf(), camera: { snapshot_at: 0, switches }, tags: ['Old'],
});
const session = (permissions: Session['permissions']): Session => ({ user: { id: 'u1', name: 'Ada', email: '' }, store: { id: 's1', name: 'W', role: 'owner' }, permissions });

const change = (wifi_dbm: number) => ({ type: 'printer' as const, seq: 1, id: 'p1', status: 'printing' as const, changes: { wifi_dbm } as never });

let cache: QueryClient;
const printers = () => cache.getQueryData(printersQuery.queryKey)!;

beforeEach(() => {
  cache = new QueryClient();
  cache.setQueryData(printersQuery.queryKey, [printer('p1'), printer('p2')]);
});

describe('what the Cloud tells', () => {
  it('changes the printers that it names, all at once and in its order, and leaves the others as they are', () => {
    const [, other] = printers();
    applyChanges(cache, [change(-1), change(-2)]);
    expect(printers()[0]).toMatchObject({ status: 'printing', state: { wifi_dbm: -2, firmware: '' } });
    expect(printers()[1]).toBe(other);
  });

  it('replaces the tags of the printers that it names', () => {
    const [, other] = printers();
    applyEvent(cache, new LiveHub(), { type: 'tags', tags: { p1: ['Hall 1'], gone: ['x'] } });
    expect(printers()[0]!.tags).toEqual(['Hall 1']);
    expect(printers()[1]).toBe(other);
  });

  it('renews a session that may watch now, where there is one to renew', () => {
    cache.setQueryData(sessionQuery.queryKey, session(['printer.view']));
    const renew = vi.fn();
    applyEvent(cache, new LiveHub(), { type: 'session', stream: 's', resumed: false, session: session(['printer.view', 'printer.camera']) }, renew);
    expect(renew).toHaveBeenCalledOnce();
    applyEvent(cache, new LiveHub(), { type: 'session', stream: 's', resumed: false, session: session(['printer.view', 'printer.camera']) }, renew);
    expect(renew).toHaveBeenCalledOnce();
  });
});
