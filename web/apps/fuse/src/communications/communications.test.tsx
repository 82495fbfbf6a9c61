import { renderPage, stateOf } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, type PrinterView } from '../api';
import { routeTree } from '../router';
import { FakeSocket } from '../testing';
import { layOut, members } from './json';
import { sizeText } from './text';
import type { CommunicationsEvent, Detail, Message } from './types';
import { socketPath } from './useMessages';

const view: PrinterView = {
  printer: { id: 'p1', name: 'Left', model: 'P1S', serial: '01P00A000000001', driver: 'bambu', camera: 'bambu_jpeg' },
  address: '127.0.0.2',
  status: 'printing',
  state: stateOf(),
  camera: { state: 'closed', viewers: 0 },
};

const message = (number: number, change: Partial<Message> = {}): Message => ({
  number, at: 1_700_000_000_000 + number, direction: 'receive', topic: 'device/1/report', name: 'push_status', size: 120, truncated: false, ...change,
});

const body = '{"print":{"bed_temper":61,"id":12345678901234567890}}';
const detail: Detail = {
  message: message(2),
  body,
  format: 'json',
  complete: true,
  state: stateOf({
    activity: 'printing',
    stage: 'Heating bed',
    progress: { job_name: 'gear', percent: 40, remaining_minutes: 65, layer: 7, total_layers: 120 },
    nozzle: { actual_c: 219, target_c: 220 },
    bed: { actual_c: 61, target_c: 60 },
    fans: { part: 70, aux: 0 },
    filament_units: [{ unit: 0, kind: 'ams', humidity_level: 4, drying: false, drying_minutes: 0, slots: [] }],
    faults: [{ code: 'HMS_0300', severity: 'serious', text: 'The bed is cold.', link: '', module: '' }],
  }),
  changes: [{ path: 'bed_temper', before: 60, after: 61 }],
  more_changes: 0,
};

const socket = () => FakeSocket.all.findLast(({ url }) => url.pathname.endsWith('/communications/live'))!;
const tell = (event: CommunicationsEvent) => socket().tell(event);
const greet = (messages: Message[], dropped = 0) => tell({ type: 'messages', messages, more: false, kept: { messages: messages.length, bytes: 1, dropped } });
let sent: string[];

beforeEach(() => {
  sent = [];
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async (url: string, { method }: RequestInit) => {
    sent.push(`${method} ${url}`);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (url.endsWith('/communications/2')) return Response.json(detail);
    return Response.json({ code: 'not_found', detail: 'this message is no longer kept' }, { status: 404 });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  const page = renderPage(null);
  page.cache.setQueryData(printersQuery.queryKey, [view]);
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/printers/p1/communications'] }) });
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
  await screen.findByRole('heading', { name: 'Communications' });
  await waitFor(() => expect(socket()).toBeTruthy());
  return page;
}

describe('the Communications page', () => {
  it('shows both directions as they come, and what a message means', async () => {
    await open();
    greet([message(1, { direction: 'send', name: 'pushall' })], 5);
    tell({ type: 'message', message: message(2) });
    const list = await screen.findByRole('listbox', { name: 'Messages' });
    await waitFor(() => expect(within(list).getAllByRole('option')).toHaveLength(2));
    expect(screen.getByText('2 messages · 5 older ones no longer kept')).toBeInTheDocument();
    await userEvent.click(within(list).getByRole('option', { name: /Receive push_status/ }));
    const dialog = await screen.findByRole('dialog');
    const state = await within(dialog).findByRole('region', { name: 'The printer as of this message' });
    for (const text of ['Printing', 'Heating bed', '40%', '7 of 120', '1h 05m', '219°', '70%', 'AMS A', 'The bed is cold.'])
      expect(within(state).getByText(text)).toBeInTheDocument();
    const changed = within(dialog).getByRole('region', { name: 'What this message changed' });
    expect(changed).toHaveTextContent('bed_temper60 is now 61');
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Raw' }));
    expect(dialog.querySelector('.raw')!.textContent).toContain('"id": 12345678901234567890');
  });

  it('filters and searches at Fuse', async () => {
    await open();
    greet([message(1)]);
    await userEvent.click(screen.getByRole('button', { name: 'Receive' }));
    await waitFor(() => expect(socket().url.searchParams.get('direction')).toBe('send,connection'));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search in the messages' }), 'ams');
    await waitFor(() => expect(socket().url.searchParams.get('search')).toBe('ams'));
    greet([]);
    expect(await screen.findByText('Nothing found')).toBeInTheDocument();
  });

  it('stands still while it is paused and counts what waits', async () => {
    await open();
    greet([message(1)]);
    await screen.findByRole('option');
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    tell({ type: 'message', message: message(2) });
    await userEvent.click(await screen.findByRole('button', { name: 'Resume (1 new)' }));
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
  });

  it('searches while it is paused', async () => {
    await open();
    greet([message(1)]);
    await screen.findByRole('option');
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search in the messages' }), 'ams');
    await waitFor(() => expect(socket().url.searchParams.get('search')).toBe('ams'));
    greet([message(1), message(2, { name: 'ams_report' })]);
    expect(await screen.findByRole('option', { name: /ams_report/ })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeInTheDocument();
  });

  it('is emptied by whoever clears it, after a question', async () => {
    await open();
    greet([message(1)]);
    await userEvent.click(await screen.findByRole('button', { name: 'Clear' }));
    const dialog = await screen.findByRole('dialog', { name: 'Clear the messages of Left?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(sent).toContain('DELETE /api/printers/p1/communications'));
    tell({ type: 'cleared' });
    expect(await screen.findByText('No messages yet')).toBeInTheDocument();
  });

  it('draws a few rows of two thousand and is walked by keyboard', async () => {
    await open();
    greet(Array.from({ length: 2000 }, (_, index) => message(index + 1)));
    const list = await screen.findByRole('listbox');
    await waitFor(() => expect(within(list).getAllByRole('option').length).toBeGreaterThan(5));
    expect(within(list).getAllByRole('option').length).toBeLessThan(60);
    act(() => list.focus());
    await userEvent.keyboard('{Home}{ArrowDown}');
    expect(list).toHaveAttribute('aria-activedescendant', 'message-2');
    expect(screen.getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'false');
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('dialog')).toBeInTheDocument();
  });

  it('says that a message is gone', async () => {
    await open();
    greet([message(3)]);
    await userEvent.click(await screen.findByRole('option'));
    expect(await screen.findByText('This message is no longer kept.')).toBeInTheDocument();
  });
});

const text = (json: string) => layOut(json).map((token) => token.text).join('');

describe('what is shown of a message', () => {
  it('keeps every digit and survives what is no JSON', () => {
    expect(text('{"a":[1,{"b":-2.50e10}],"c":{},"d":"\\"x"}')).toBe('{\n  "a": [\n    1,\n    {\n      "b": -2.50e10\n    }\n  ],\n  "c": {},\n  "d": "\\"x"\n}');
    expect(text('}]"open')).toContain('"open');
    expect(layOut('{"a":true}').map(({ kind }) => kind)).toContain('word');
  });

  it('lists members by their paths, a bounded number of them', () => {
    expect(members('{"print":{"url":"x","slots":[1,2]},"n":null}')).toEqual([
      { path: 'print.url', value: 'x' }, { path: 'print.slots[0]', value: '1' }, { path: 'print.slots[1]', value: '2' }, { path: 'n', value: '–' },
    ]);
    expect(members(JSON.stringify(Array.from({ length: 500 }, () => 1)))).toHaveLength(80);
    expect(members('no JSON')).toEqual([]);
  });

  it('names sizes and the socket', () => {
    expect([7, 1234, 2_500_000].map(sizeText)).toEqual(['7 B', '1.2 kB', '2.5 MB']);
    expect(socketPath('a/b', { directions: ['send'], search: 'x&y' })).toBe('/api/printers/a%2Fb/communications/live?direction=send&search=x%26y');
  });
});
