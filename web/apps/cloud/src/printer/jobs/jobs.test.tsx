import { stateOf } from '@gantry/ui/testing';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, type PrintRecord, type PrinterView, type Session } from '../../api';
import { Place, applyEvent } from '../../events';
import { LiveHub } from '../../live/hub';
import { open, owner, refusal, serve } from '../../testing';

const viewer: Session = { ...owner, permissions: ['printer.view', 'job.view'] };
const list = 'GET /api/printers/p1/prints';
const start = Date.UTC(2026, 4, 1, 12, 0);

function view(state: Partial<PrinterView['state']> = {}): PrinterView {
  return {
    printer: { id: 'p1', name: 'Alpha', model: 'P1S', serial: '01P', driver: 'bambu', camera: 'rtsp' },
    fuse_id: 'f1',
    tags: [],
    status: 'ready',
    state: stateOf(state),
    camera: { snapshot_at: 0, switches: { cameras: true, snapshots: true, remote_stream: true } },
  };
}

const job = (number: number, more: Partial<PrintRecord> = {}): PrintRecord => ({
  number,
  name: `Part ${number}`,
  started_at: start,
  ended_at: start + 80 * 60_000,
  result: 'finished',
  reason: '',
  ...more,
});

const page = (prints: PrintRecord[], next: number | null = null) => ({ prints, next });

async function openJobs(answers: Parameters<typeof serve>[0], shown = view(), session = viewer) {
  const sent = serve({ 'GET /api/printers': [shown], ...answers });
  const opened = await open('/printers/p1', session);
  await act(async () => opened.cache.setQueryData(printersQuery.queryKey, [shown]));
  await screen.findByRole('heading', { name: 'Alpha' });
  return { ...opened, asked: () => sent.filter(({ call }) => call.startsWith(list)).map(({ call }) => call) };
}

const rows = async () => within(await screen.findByRole('list', { name: 'Jobs of Alpha' })).getAllByRole('listitem');

afterEach(() => vi.unstubAllGlobals());

describe('the jobs of a printer', () => {
  it('show what it prints now, with layer, progress, time left and since when', async () => {
    const printing = view({ connection: 'online', activity: 'printing', progress: { job_name: 'Hook', percent: 42, layer: 17, total_layers: 60, remaining_minutes: 75 } });
    await openJobs({ [list]: page([job(3, { name: 'Hook', ended_at: 0, result: 'running' }), job(2)]) }, printing);
    const [running, before] = await rows();
    expect(running).toHaveTextContent('Hook Printing');
    expect(running).toHaveTextContent('42% · Layer 17 of 60 · 1h 15m left');
    expect(running).toHaveTextContent(/Since .*2026/);
    expect(within(running!).getByRole('progressbar', { name: 'Progress of Hook' })).toHaveAttribute('value', '42');
    expect(before).toHaveTextContent(/Part 2 Finished.* · took 1h 20m · ended /);
  });

  it('say how each ended and why', async () => {
    await openJobs({
      [list]: page([
        job(4, { result: 'cancelled', ended_at: start + 20_000 }),
        job(3, { result: 'failed', reason: 'The nozzle is clogged (0300_8003)' }),
        job(2, { result: 'unknown', ended_at: 0 }),
        job(1, { result: 'finished', started_at: 0, ended_at: 0, name: '' }),
      ]),
    });
    const [cancelled, failed, unknown, missed] = await rows();
    expect(cancelled).toHaveTextContent(/Cancelled.*took less than a minute/);
    expect(failed).toHaveTextContent(/Failed.*The nozzle is clogged \(0300_8003\)/);
    expect(unknown).toHaveTextContent(/Result not known.* · ended while not connected/);
    expect(missed).toHaveTextContent('A print without a name FinishedEnded while not connected');
  });

  it('do not claim that a print still runs on a printer that is not heard of', async () => {
    await openJobs({ [list]: page([job(1, { ended_at: 0, result: 'running' })]) }, view({ connection: 'offline', activity: 'printing' }));
    const [row] = await rows();
    expect(row).toHaveTextContent(/Not connected.*it ran when the printer was heard of last/);
    expect(within(row!).queryByRole('progressbar')).toBeNull();
  });

  it('come in parts, with the keyboard too', async () => {
    const { asked } = await openJobs({ [`${list}?limit=10`]: page([job(9), job(8)], 8), [`${list}?limit=10&before=8`]: page([job(7)]) });
    await rows();
    screen.getByRole('button', { name: 'Show more' }).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(async () => expect(await rows()).toHaveLength(3));
    expect(asked()).toEqual([`${list}?limit=10`, `${list}?limit=10&before=8`]);
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('say so when there are none, and when they cannot be had', async () => {
    const { unmount } = await openJobs({ [list]: page([]) });
    expect(await screen.findByText(/^Nothing was printed yet/)).toBeInTheDocument();
    unmount();
    let broken = true;
    await openJobs({ [list]: () => (broken ? refusal(500, 'storage', 'the database failed') : page([job(1)])) });
    expect(await screen.findByRole('alert')).toHaveTextContent('The jobs could not be loaded: the database failed');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rows()).toHaveLength(1);
  });

  it('show a name as it is, whatever it holds', async () => {
    const names = ['<img src=x onerror=alert(1)>', '🦄'.repeat(20), 'x'.repeat(500)];
    await openJobs({ [list]: page(names.map((name, at) => job(9 - at, { name }))) });
    const shown = await rows();
    names.forEach((name, at) => expect(within(shown[at]!).getByTitle(name)).toHaveTextContent(name));
    expect(document.querySelector('.jobs img')).toBeNull();
  });

  it('are asked for again when one begins or ends', async () => {
    let answer = page([job(1)]);
    const { cache } = await openJobs({ [list]: () => answer });
    expect(await rows()).toHaveLength(1);
    answer = page([job(2), job(1)]);
    await act(async () => applyEvent(cache, new LiveHub(), { type: 'prints', seq: 7, id: 'p1' }));
    await waitFor(async () => expect(await rows()).toHaveLength(2));
  });

  it('are not asked for without the permission', async () => {
    const { asked } = await openJobs({}, view(), { ...viewer, permissions: ['printer.view'] });
    expect(asked()).toEqual([]);
    expect(screen.queryByRole('heading', { name: 'Jobs' })).toBeNull();
  });
});

describe('the place in the stream', () => {
  it('moves on with what is told of prints', () => {
    const place = new Place();
    place.note({ type: 'session', session: viewer, stream: 's', resumed: false });
    place.note({ type: 'prints', seq: 12, id: 'p1' });
    expect(place.path()).toBe('/api/events?stream=s&after=12');
  });
});
