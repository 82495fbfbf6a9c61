import { renderPage } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { activationQuery, statusQuery } from '../api';
import { routeTree } from '../router';
import { cases } from './cases';
import { HelpHint } from './HelpHint';
import { Help } from '../settings/sections/Help';
import { cloudIndicator } from '../status/indicators';

/** What each case must name, in the words of the case or near them. */
const mustName: Record<keyof typeof cases, RegExp[]> = {
  discovery: [/same network/, /LAN Mode and Developer Mode/, /UDP ports 1990 and 2021/, /Scan Custom Subnet/, /by hand with its IP address/],
  connection: [/switched on and on the network/, /IP address has not changed/, /access code/, /LAN Mode and Developer Mode/, /Port 8883/, /Communications/, /add it again/],
  camera: [/enabled on the printer/, /6000/, /another network/, /Restart the printer/, /light/],
  cloud: [/internet/, /Status page/, /Restart Fuse/, /Gateway URL/, /deactivate .* and activate it again/],
  files: [/USB storage device is plugged in/, /delete old prints/, /stuck transfer is given up/, /Settings under Logs/],
  no_preview: [/has a camera/, /Enable snapshots is on/, /Refresh all/],
  old_snapshot: [/recent failed uploads/, /snapshot storage/],
  timeout: [/gray border means offline/, /Allow remote stream access is on/, /just restarted/, /direct WebRTC or the TURN relay/],
  drops: [/credential had expired/, /refresh the page/],
  black: [/up to 5 seconds/, /printer’s light on/, /camera settings/],
  slow: [/one or two pictures per second/, /congested/, /local stream instead of/],
  tutk: [/token may have expired/, /block the UDP packets/, /may be disabled/, /local stream is better/],
};

async function openHelp() {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/help'] }) });
  const page = renderPage(null);
  page.cache.setQueryData(activationQuery.queryKey, { state: 'activated' });
  page.cache.setQueryData(statusQuery.queryKey, {
    version: '0.1.0', host_name: 'workshop', printers_connected: 0, printers_total: 0,
    cloud: { state: 'connected', url: 'http://cloud.example', store_name: 'Workshop' }, events: [],
  });
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
  await screen.findByRole('heading', { name: 'Help' });
}

describe('the help page', () => {
  it('has every case with all that there is to try', async () => {
    await openHelp();
    for (const [id, words] of Object.entries(mustName)) {
      const { title } = cases[id as keyof typeof cases];
      const region = screen.getByRole('region', { name: title });
      for (const word of words) expect(within(region).getAllByText(word).length).toBeGreaterThan(0);
    }
  });

  it('names the prerequisites and leads to support', async () => {
    await openHelp();
    expect(screen.getByText(/needs both LAN Mode and Developer Mode/)).toBeInTheDocument();
    expect(within(screen.getByRole('region', { name: 'Support' })).getByRole('link', { name: 'http://cloud.example' })).toBeInTheDocument();
  });

  it('is linked in the footer of every page, and so is support', async () => {
    await openHelp();
    const footer = within(screen.getByRole('contentinfo'));
    expect(footer.getByRole('link', { name: 'Help' })).toHaveAttribute('href', '/help');
    expect(footer.getByRole('link', { name: 'Support' })).toHaveAttribute('href', '/help#support');
  });
});

describe('the help in Settings', () => {
  it('is that of the help page, for each case that Fuse itself can meet', () => {
    renderPage(<Help />);
    for (const id of ['discovery', 'connection', 'cloud', 'files', 'camera'] as const) {
      expect(screen.getByText(cases[id].title)).toBeInTheDocument();
      const steps = within(screen.getByRole('list', { name: cases[id].title, hidden: true })).getAllByRole('listitem', { hidden: true });
      expect(steps.map((step) => step.textContent)).toEqual(cases[id].steps);
    }
  });
});

describe('a hint', () => {
  it('unfolds beside its fault', async () => {
    renderPage(<HelpHint about="connection" />);
    const list = screen.getByRole('list', { name: 'A printer does not connect', hidden: true });
    expect(list).not.toBeVisible();
    await userEvent.click(screen.getByText('What to check'));
    expect(list).toBeVisible();
    expect(screen.getByRole('link', { name: 'All help' })).toHaveAttribute('href', '/help#connection');
  });

  it('stands at a Cloud that cannot be reached, and only there', () => {
    const link = { url: '', store_name: '' };
    expect(cloudIndicator({ ...link, state: 'offline' }).help).toBe('cloud');
    expect(cloudIndicator({ ...link, state: 'refused' }).help).toBe('cloud');
    expect(cloudIndicator({ ...link, state: 'connected' }).help).toBeUndefined();
  });
});
