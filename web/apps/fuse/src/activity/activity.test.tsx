import { renderPage, stateOf } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, type PrinterView } from '../api';
import { routeTree } from '../router';
import { FakeSocket } from '../testing';
import { dueText } from './dueText';
import { lastError } from './meanings';
import { applyActivity, type ActivityEvent, type CameraActivity } from './useActivity';

const printer = (id: string, name: string): PrinterView => ({
  printer: { id, name, model: 'P1S', serial: id, driver: 'bambu', camera: 'bambu_jpeg' },
  address: '127.0.0.2',
  status: 'ready',
  state: stateOf(),
  camera: { state: 'closed', viewers: 0 },
});

const camera = (id: string, change: Partial<CameraActivity> = {}): CameraActivity => ({
  printer: id,
  camera: { state: 'closed', viewers: 0, picture_at: 0, problem: null },
  taken_at: 0, uploaded_at: 0, due_at: 0, problem: null, watching: [], connections: 0, frames: 0, bytes: 0, dropped: 0,
  ...change,
});

const socket = () => FakeSocket.all.findLast(({ url }) => url.pathname === '/api/activity/events')!;
/** Until the cache has told the page. */
const tell = (said: ActivityEvent) =>
  act(async () => {
    socket().tell(said);
    await new Promise((done) => setTimeout(done));
  });
const event = (cameras: CameraActivity[], change: Partial<ActivityEvent> = {}): ActivityEvent => ({
  type: 'activity', fresh: true, held_up: null, cameras, failed_uploads: [], failed_count: 0, ...change,
});
let answer: () => Response;

beforeEach(() => {
  FakeSocket.all = [];
  answer = () => Response.json({ printers: 2 });
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async (url: string, { method }: RequestInit) =>
    `${method} ${url}` === 'POST /api/activity/refresh' ? answer() : Response.json({}, { status: 404 }),
  );
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  const page = renderPage(null);
  page.cache.setQueryData(printersQuery.queryKey, [printer('p1', 'Left'), printer('p2', 'Right')]);
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/activity'] }) });
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
  await screen.findByRole('heading', { name: 'Camera Activity' });
  await waitFor(() => expect(socket()).toBeTruthy());
}

const row = (name: string) => screen.getByRole('listitem', { name });

describe('the Camera Activity page', () => {
  it('shows the last frame, its age, the next one and what was counted', async () => {
    await open();
    const now = Date.now();
    const { state, ...rest } = camera('p1').camera;
    await tell(event([
      camera('p1', { camera: { ...rest, state, picture_at: now - 120_000 }, taken_at: now - 120_000, uploaded_at: now - 119_000, due_at: now + 400_000, connections: 2, frames: 1234, bytes: 5_600_000, dropped: 3 }),
      camera('p2'),
    ]));
    expect(within(row('Left')).getByRole('img', { name: 'Left, last frame' })).toHaveAttribute('src', expect.stringContaining('/api/printers/p1/snapshot.jpg?max_age=2592000'));
    expect(within(row('Left')).getAllByText('2m ago').length).toBeGreaterThan(1);
    for (const text of ['in 7m', '5.6 MB', 'Resting']) expect(within(row('Left')).getByText(text)).toBeInTheDocument();
    expect(row('Left')).toHaveTextContent('1,234, 3 broken');
    expect(within(row('Right')).getByText('No picture yet')).toBeInTheDocument();
  });

  it('follows who watches, from where and since when', async () => {
    await open();
    const since = Date.now() - 65_000;
    await tell(event([camera('p1'), camera('p2')]));
    const watching = [
      { viewer: '127.0.0.1', way: 'here' as const, since, connected: true, relayed: false, bytes: 2_000_000 },
      { viewer: 'Ada', way: 'cloud' as const, since: since + 1, connected: true, relayed: true, bytes: 1_000 },
    ];
    await tell(event([camera('p2', { watching })], { fresh: false }));
    const [here, cloud] = within(screen.getByRole('list', { name: 'Watching Right' })).getAllByRole('listitem');
    expect(here).toHaveTextContent('This machine in Fusejoined 1m ago · 2.0 MB');
    expect(cloud).toHaveTextContent('Ada in Gantry, relayed');
    expect(within(row('Left')).getByText('Nobody')).toBeInTheDocument();
    expect(screen.getAllByRole('listitem', { name: /^(Left|Right)$/ })[0]).toBe(row('Right'));
  });

  it('says what an error means and which uploads failed', async () => {
    await open();
    const problem = { code: 'storage' as const, detail: 'the disk is full' };
    const failed = [{ at: Date.now() - 30_000, printer: 'p2', problem }, { at: Date.now() - 90_000, printer: 'gone', problem }];
    await tell(event([camera('p1'), camera('p2', { problem })], { failed_uploads: failed, failed_count: 150 }));
    expect(within(row('Right')).getByText(/The picture storage of Gantry is full or broken/)).toBeInTheDocument();
    const list = screen.getByRole('list', { name: 'Failed uploads' });
    const [first, second] = within(list).getAllByRole('listitem');
    expect(first).toHaveTextContent('30s agoRightthe disk is full');
    expect(second).toHaveTextContent('A deleted printer');
    expect(screen.getByText('150 in the last 24 hours')).toBeInTheDocument();
    expect(screen.getByText('The newest 2 are shown.')).toBeInTheDocument();
  });

  it('refreshes all, and says why it cannot', async () => {
    await open();
    await tell(event([camera('p1')]));
    expect(screen.getByText('Every picture arrived.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Refresh all' }));
    expect(await screen.findByText('Taking a picture of 2 printers.')).toBeInTheDocument();
    const detail = 'Enable snapshots is off in Settings: no pictures are taken.';
    answer = () => Response.json({ code: 'disabled', detail }, { status: 409 });
    await userEvent.click(screen.getByRole('button', { name: 'Refresh all' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(detail);
    await tell(event([], { fresh: false, held_up: { code: 'disabled', detail } }));
    await waitFor(() => expect(screen.getAllByText(detail)).toHaveLength(2));
  });

  it('says what to do when there is no camera', async () => {
    await open();
    expect(screen.getByText('Loading the cameras …')).toBeInTheDocument();
    await tell(event([]));
    expect(screen.getByText('No cameras yet')).toBeInTheDocument();
  });
});

describe('activity', () => {
  it('takes the cameras that changed and leaves the others', () => {
    const before = event([camera('p1', { frames: 1 }), camera('p2', { frames: 2 })]);
    const after = applyActivity(before, event([camera('p2', { frames: 3 })], { fresh: false }));
    expect(after.cameras.map(({ frames }) => frames)).toEqual([1, 3]);
    expect(applyActivity(before, event([camera('p3')])).cameras).toHaveLength(1);
  });

  it('tells a camera that gave nothing from a picture that did not arrive', () => {
    const problem = { code: 'timeout' as const, detail: 'it took too long' };
    const told = lastError(camera('p1', { problem }), []);
    expect(told).toMatchObject({ meaning: expect.stringMatching(/camera was asked/), about: 'camera' });
    const upload = lastError(camera('p1', { problem }), [{ at: 1, printer: 'p1', problem }]);
    expect(upload).toMatchObject({ meaning: expect.stringMatching(/internet connection/), about: 'cloud' });
    expect(lastError(camera('p1'), [])).toBeUndefined();
  });

  it('counts down to the next picture', () => {
    expect([dueText(0, 5), dueText(4, 5), dueText(25_000, 0), dueText(540_000, 0)]).toEqual(['none', 'now', 'in 25s', 'in 9m']);
  });
});
