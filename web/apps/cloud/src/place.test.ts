import { describe, expect, it } from 'vitest';
import type { ServerEvent } from './api';
import { Place } from './events';

const session = (stream: string): ServerEvent => ({ type: 'session', stream, resumed: false, session: { user: { id: 'u', name: 'Ada', email: 'a@b' }, store: null, permissions: [] } });

describe('A page’s place in the stream', () => {
  it('is where the last event left it', () => {
    const place = new Place();
    expect(place.path()).toBe('/api/events');
    place.note(session('abc'));
    place.note({ type: 'printers', seq: 7, printers: [] });
    expect(place.path()).toBe('/api/events?stream=abc&after=7');
    place.note({ type: 'printer', seq: 9, id: 'p', status: 'ready', changes: {} });
    place.note({ type: 'live.ended', session: '', code: 'offline', detail: '' });
    expect(place.path()).toBe('/api/events?stream=abc&after=9');
  });

  it('is in another stream after the server or the permissions have changed', () => {
    const place = new Place();
    expect(place.note(session('abc'))).toBe(false);
    expect(place.note({ type: 'printers', seq: 7, printers: [] })).toBe(false);
    expect(place.note(session('abc'))).toBe(false);
    expect(place.note(session('def'))).toBe(true);
    place.note({ type: 'printers', seq: 2, printers: [] });
    expect(place.path()).toBe('/api/events?stream=def&after=2');
  });
});
