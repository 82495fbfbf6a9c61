import { stateOf } from '@gantry/ui/testing';
import { describe, expect, it } from 'vitest';
import type { PrinterView } from '../api';
import { lateReason } from './lateness';

const now = 10_000_000_000;
const before = (seconds: number) => now - seconds * 1000;
const longAgo = before(100_000);
const problem = { code: 'offline', detail: 'no answer' } as const;
const printing = { state: stateOf({ activity: 'printing' }) };

const switches = { cameras: true, snapshots: true, remote_stream: true };
const printer = { id: 'p1', name: 'Alpha', model: 'X1 Carbon', serial: '1', driver: 'bambu', camera: 'rtsp' } as const;

const view = (age: number, more: Partial<PrinterView> = {}, camera: Partial<PrinterView['camera']> = {}): PrinterView => ({
  printer,
  fuse_id: 'f1',
  status: 'ready',
  state: stateOf(),
  tags: [],
  ...more,
  camera: { snapshot_at: before(age), switches, ...camera },
});

describe('lateReason', () => {
  it('follows the cadence: 30 seconds of a print, 10 minutes otherwise', () => {
    expect(lateReason(view(80, printing), now, longAgo)).toBeUndefined();
    expect(lateReason(view(100, printing), now, longAgo)).toBe('Its Fuse has sent no newer one');
    expect(lateReason(view(1200), now, longAgo)).toBeUndefined();
    expect(lateReason(view(1300), now, longAgo)).toBe('Its Fuse has sent no newer one');
  });

  it('gives a cadence that has just begun its time', () => {
    expect(lateReason(view(500, printing), now, before(60))).toBeUndefined();
    expect(lateReason(view(500, printing), now, before(100))).toBeDefined();
  });

  it('repeats what Fuse says about it, as soon as one is missing', () => {
    expect(lateReason(view(20, printing, { problem }), now, now)).toBeUndefined();
    expect(lateReason(view(40, printing, { problem }), now, now)).toBe('No newer one came: no answer');
  });

  it('says nothing of a printer whose tile says more already', () => {
    expect(lateReason(view(5000, { state: stateOf({ connection: 'offline' }) }), now, longAgo)).toBeUndefined();
    expect(lateReason(view(5000, {}, { switches: { ...switches, cameras: false } }), now, longAgo)).toBeUndefined();
    expect(lateReason(view(5000, {}, { switches: { ...switches, snapshots: false } }), now, longAgo)).toBeUndefined();
    expect(lateReason(view(0, {}, { snapshot_at: 0 }), now, longAgo)).toBeUndefined();
  });
});
