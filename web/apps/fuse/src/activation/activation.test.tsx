import { renderPage } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { activationQuery, statusQuery, type Activation, type Status } from '../api';
import { routeTree } from '../router';

const waiting: Activation = {
  state: 'waiting',
  code: 'SQMA-VR2N',
  url: 'http://cloud.example/activate?code=SQMA-VR2N',
  expires_at: Date.now() + 14 * 60_000,
  lifetime_s: 900,
};
const status: Status = {
  version: '0.1.0',
  host_name: 'workshop',
  printers_connected: 8,
  printers_total: 8,
  cloud: { state: 'connected', url: '', store_name: 'Workshop' },
  events: [],
};
const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  const answers: Record<string, unknown> = { '/api/activation': { ...waiting, code: 'NEWC-0DE2' }, '/api/status': status };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url}`);
    return Response.json(answers[url] ?? {});
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open(activation: Activation) {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/'] }) });
  const page = renderPage(null);
  page.cache.setQueryData(activationQuery.queryKey, activation);
  page.cache.setQueryData(statusQuery.queryKey, status);
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
  return page;
}

describe('the activation screen', () => {
  it('stands in place of the dashboard with code, link, timer and QR code', async () => {
    await open(waiting);
    expect(await screen.findByText('SQMA-VR2N')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Open Gantry to Activate' })).toHaveAttribute('href', waiting.url);
    expect(screen.getByRole('timer')).toHaveTextContent(/Expires in 1[34]:/);
    expect(screen.getByRole('img', { name: 'QR code of the activation link' })).toBeInTheDocument();
    expect(screen.queryByText('Gantry (Cloud)')).not.toBeInTheDocument();
  });

  it('asks for the first code by itself and for a new one on request', async () => {
    await open({ state: 'idle' });
    expect(await screen.findByText('NEWC-0DE2')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Request New Activation Code' }));
    expect(asked.filter((call) => call === 'POST /api/activation')).toHaveLength(2);
  });

  it('says that a code has expired', async () => {
    await open({ ...waiting, state: 'expired' });
    expect(await screen.findByText(/has expired/)).toBeInTheDocument();
    expect(screen.queryByText('SQMA-VR2N')).not.toBeInTheDocument();
  });

  it('says what to check when no code can be had', async () => {
    await open({ state: 'failed', problem: { code: 'offline', detail: 'http://cloud.example does not answer' } });
    expect(await screen.findByText('http://cloud.example does not answer.')).toBeInTheDocument();
    expect(screen.getByRole('list', { name: 'Fuse is disconnected from Gantry', hidden: true })).toHaveTextContent('The Gateway URL in Settings is right.');
  });

  it('turns by itself into success and then into the dashboard', async () => {
    const { cache } = await open(waiting);
    await act(async () => cache.setQueryData(activationQuery.queryKey, { state: 'activated' }));
    expect(await screen.findByText('Activation Successful!')).toBeInTheDocument();
    expect(await screen.findByText('8 connected', {}, { timeout: 8000 })).toBeInTheDocument();
  });
});

describe('the Status page', () => {
  it('shows exactly three indicators', async () => {
    await open({ state: 'activated' });
    const indicators = await screen.findByRole('list', { name: 'Key indicators' });
    expect([...indicators.children].map((child) => child.getAttribute('aria-label'))).toEqual([
      'Printers: 8 connected',
      'Fuse Client (LAN): Running',
      'Gantry (Cloud): Connected',
    ]);
  });
});
