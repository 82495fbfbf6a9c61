import { stateOf } from '@gantry/ui/testing';
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PrinterView, ServerEvent, Session } from '../api';
import { open, owner, refusal, serve } from '../testing';
import { columnsFor } from './fit';

/** The wall's socket, which says what the test says. */
class Socket extends EventTarget {
  static opened: Socket[] = [];
  static OPEN = 1;
  readyState = 1;
  url: string;
  constructor(url: URL) {
    super();
    this.url = url.pathname;
    Socket.opened.push(this);
  }
  static get last(): Socket {
    return Socket.opened.findLast(({ url }) => url.startsWith('/api/wall/'))!;
  }
  send() {}
  close() {}
  say(event: ServerEvent) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
  end(code: number) {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

const session: Session = { user: { id: '', name: 'Hall', email: '' }, store: { id: 's1', name: 'Workshop', role: 'owner' }, permissions: ['printer.view', 'printer.camera'] };
const view: PrinterView = {
  printer: { id: 'p1', name: 'Alpha', model: 'X1', serial: '', driver: 'bambu', camera: 'rtsp' },
  fuse_id: 'f1', status: 'printing', state: stateOf({ activity: 'printing', light_on: false }), camera: { snapshot_at: 5, switches: { cameras: true, snapshots: true, remote_stream: true } }, tags: [],
};

/** With a signed-in owner in the same browser, whose rights must not leak into it. */
const openWall = (address = '/wall#gw_token') => open(address, owner, { socket: Socket });

async function show(permissions: Session['permissions'] = session.permissions) {
  await waitFor(() => expect(Socket.last).toBeDefined());
  act(() => {
    Socket.last.dispatchEvent(new Event('open'));
    Socket.last.say({ type: 'session', stream: 's', resumed: false, session: { ...session, permissions } });
    Socket.last.say({ type: 'printers', seq: 0, printers: [view] });
  });
}

beforeEach(() => {
  Socket.opened = [];
});
afterEach(() => vi.unstubAllGlobals());

describe('a wall', () => {
  it('opens with the token behind its address and shows the cameras, to be looked at only', async () => {
    const sent = serve({ 'POST /api/wall': { id: 'w1', name: 'Hall', hide_names: false } });
    await openWall();
    await show();
    expect(sent).toContainEqual({ call: 'POST /api/wall', body: { token: 'gw_token' } });
    expect(Socket.last.url).toBe('/api/wall/w1/events');
    expect(await screen.findByRole('heading', { name: 'Hall' })).toBeInTheDocument();
    expect(await screen.findByRole('list', { name: 'Cameras' })).toBeInTheDocument();
    expect(screen.getByAltText('Alpha, latest snapshot')).toHaveAttribute('src', '/api/wall/w1/snapshots/p1?at=5');
    expect(screen.queryByRole('link', { name: 'Alpha' })).not.toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Pause|Stop |Light/ })).not.toBeInTheDocument();
    expect(sent.map(({ call }) => call)).not.toContain('GET /api/printers');
  });

  it('has no pictures once its maker may not watch', async () => {
    serve({ 'POST /api/wall': { id: 'w1', name: 'Hall', hide_names: false } });
    await openWall();
    await show();
    expect(await screen.findByRole('button', { name: 'Stream Alpha' })).toBeInTheDocument();
    act(() => Socket.last.say({ type: 'session', stream: 's', resumed: false, session: { ...session, permissions: ['printer.view'] } }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Stream Alpha' })).not.toBeInTheDocument());
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
    expect(screen.getByText('Alpha')).toBeInTheDocument();
  });

  it('goes dark when its link is revoked', async () => {
    let revoked = false;
    serve({ 'POST /api/wall': () => (revoked ? refusal(401, 'unauthorized', 'not valid') : { id: 'w1', name: 'Hall', hide_names: false }) });
    await openWall();
    await show();
    revoked = true;
    act(() => Socket.last.end(4001));
    expect(await screen.findByText('This wall link has ended')).toBeInTheDocument();
    expect(screen.queryByText('Alpha')).not.toBeInTheDocument();
  });

  it('says what is wrong with half a link', async () => {
    serve({});
    await openWall('/wall');
    expect(await screen.findByText('This wall link is not whole')).toBeInTheDocument();
  });
});

describe('the columns of a wall', () => {
  it.each([
    [1, 1920, 1000, 1],
    [4, 1920, 1000, 2],
    [6, 1920, 1000, 3],
    [16, 1920, 1000, 4],
    [12, 1000, 1800, 2],
    [500, 1920, 1000, 6],
  ])('%i tiles on %i × %i', (count, width, height, columns) => expect(columnsFor(count, width, height)).toBe(columns));
});
