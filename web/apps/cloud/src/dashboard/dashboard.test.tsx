import { statusLook } from '@gantry/ui';
import { stateOf } from '@gantry/ui/testing';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { printersQuery, sessionQuery, type Session } from '../api';
import { open, operator, printer, serveSilence, switches, viewer } from '../testing';

serveSilence();

const tile = (name: string) => screen.getByText(name).closest<HTMLElement>('[data-live-state]')!;

describe('the Cameras view', () => {
  it('shows every camera-capable printer with its state as border and in words', async () => {
    const printing = printer('Alpha', { status: 'printing', state: stateOf({ activity: 'printing' }) });
    await open('/?view=cameras', operator, { printers: [printing, printer('Beta'), printer('No camera', {}, 'none')] });
    const wall = screen.getByRole('list', { name: 'Cameras' });
    expect(within(wall).getAllByRole('button', { name: /^Stream/ })).toHaveLength(2);
    expect(tile('Alpha')).toHaveAttribute('data-status', 'printing');
    expect(within(tile('Alpha')).getByText('Printing')).toBeInTheDocument();
    expect(tile('Beta')).toHaveAttribute('data-live-state', 'idle');
  });

  it('shows the newest snapshot and how old it is', async () => {
    const taken = Date.now() - 120_000;
    await open('/?view=cameras', operator, { printers: [printer('Alpha', { camera: { snapshot_at: taken, switches } })] });
    expect(within(tile('Alpha')).getByAltText('Alpha, latest snapshot')).toHaveAttribute('src', `/api/printers/Alpha/snapshot.jpg?at=${taken}`);
    expect(within(tile('Alpha')).getByText('2m ago')).toBeInTheDocument();
    expect(within(tile('Alpha')).queryByText('No preview')).not.toBeInTheDocument();
  });

  it('says why there is no snapshot', async () => {
    const off = { snapshot_at: 0, switches: { ...switches, snapshots: false } };
    const failed = { snapshot_at: 0, switches, problem: { code: 'timeout' as const, detail: 'the camera gives no picture' } };
    await open('/?view=cameras', operator, { printers: [printer('Alpha', { camera: off }), printer('Beta', { camera: failed })] });
    expect(within(tile('Alpha')).getByText('No preview')).toBeInTheDocument();
    expect(within(tile('Alpha')).getByText('Snapshots are off on its Fuse.')).toBeInTheDocument();
    expect(within(tile('Alpha')).getByRole('button', { name: 'Stream Alpha' })).toHaveAccessibleDescription('Snapshots are off on its Fuse.');
    expect(tile('Alpha').querySelector('.picture')).toHaveAttribute('title', 'Snapshots are off on its Fuse.');
    expect(within(tile('Beta')).getByText(/the camera gives no picture/)).toBeInTheDocument();
  });

  it('shows no old snapshot once they are switched off, and the next as soon as they are on again', async () => {
    const camera = { snapshot_at: Date.now() - 5000, switches };
    const { cache } = await open('/?view=cameras', operator, { printers: [printer('Alpha', { camera })] });
    expect(within(tile('Alpha')).getByAltText('Alpha, latest snapshot')).toBeInTheDocument();
    const tell = (change: Partial<typeof switches>) =>
      act(() => void cache.setQueryData(printersQuery.queryKey, [printer('Alpha', { camera: { ...camera, switches: { ...switches, ...change } } })]));
    tell({ snapshots: false });
    expect(await within(tile('Alpha')).findByText('No preview')).toBeInTheDocument();
    expect(within(tile('Alpha')).queryByAltText('Alpha, latest snapshot')).not.toBeInTheDocument();
    tell({ cameras: false });
    expect(await within(tile('Alpha')).findByText('Cameras are off on its Fuse.')).toBeInTheDocument();
    expect(within(tile('Alpha')).getByText('No preview')).toBeInTheDocument();
    tell({});
    expect(await within(tile('Alpha')).findByAltText('Alpha, latest snapshot')).toBeInTheDocument();
  });

  it('says of a picture that cannot be loaded that there is none', async () => {
    await open('/?view=cameras', operator, { printers: [printer('Alpha', { camera: { snapshot_at: 5000, switches } })] });
    fireEvent.error(within(tile('Alpha')).getByAltText('Alpha, latest snapshot'));
    expect(within(tile('Alpha')).getByText('Its newest picture could not be loaded.')).toBeInTheDocument();
  });

  it('says why a snapshot is older than its cadence, and leads to the cause', async () => {
    const problem = { code: 'storage' as const, detail: 'the disk is full' };
    const missing = { snapshot_at: Date.now() - 720_000, switches };
    const refused = { ...missing, problem };
    await open('/?view=cameras', operator, { printers: [printer('Alpha', { camera: refused }), printer('Beta', { camera: missing })] });
    const late = within(tile('Alpha')).getByRole('button', { name: 'Old picture, 12m ago: No newer one came: the disk is full. Find out why: Alpha' });
    expect(late).toHaveAttribute('title', expect.stringMatching(/^Picture taken .*older than it should be\. No newer one came: the disk is full$/));
    expect(within(tile('Beta')).queryByRole('button', { name: /Old picture/ })).not.toBeInTheDocument();
    await userEvent.click(late);
    expect(await screen.findByRole('dialog', { name: 'Why is there no picture? Alpha' })).toBeInTheDocument();
  });

  it('offers no stream that its Fuse would refuse', async () => {
    const camera = { snapshot_at: Date.now(), switches: { ...switches, remote_stream: false } };
    await open('/?view=cameras', operator, { printers: [printer('Alpha', { camera })] });
    expect(within(tile('Alpha')).getByText('Remote camera streaming is disabled')).toBeInTheDocument();
    expect(within(tile('Alpha')).queryByRole('button', { name: /^Stream/ })).not.toBeInTheDocument();
    // Its snapshots go on: nothing about them is of the past.
    expect(within(tile('Alpha')).getByAltText('Alpha, latest snapshot')).toBeInTheDocument();
    expect(tile('Alpha').querySelector('.picture')).not.toHaveAttribute('data-stale');
  });

  it('says why a printer cannot be watched', async () => {
    const problem = { code: 'offline', detail: 'Fuse offline' } as const;
    await open('/?view=cameras', operator, { printers: [printer('Alpha', { status: 'offline', state: stateOf({ connection: 'offline', problem }) })] });
    expect(within(tile('Alpha')).getByText('Fuse offline')).toBeInTheDocument();
    expect(within(tile('Alpha')).getByText('No preview')).toBeInTheDocument();
    expect(tile('Alpha').querySelector('.picture')).toHaveAttribute('data-stale');
    expect(screen.queryByRole('button', { name: /Stream/ })).not.toBeInTheDocument();
  });
});

describe('without printer.camera', () => {
  it('the Cameras view is not offered, and its address shows Full without pictures', async () => {
    await open('/?view=cameras', viewer, { printers: [printer('Alpha')] });
    expect(screen.queryByRole('radio', { name: 'Cameras' })).not.toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'Full' })).toBeChecked();
    expect(screen.queryByRole('button', { name: /Stream/ })).not.toBeInTheDocument();
    expect(screen.queryByText('No preview')).not.toBeInTheDocument();
  });

  it('the printer page has no camera section', async () => {
    await open('/printers/Alpha', viewer, { printers: [printer('Alpha')] });
    await screen.findByRole('heading', { name: 'Alpha' });
    expect(screen.queryByRole('region', { name: 'Camera' })).not.toBeInTheDocument();
  });

  it('pictures go at once when the permission does', async () => {
    const { cache } = await open('/?view=cameras', operator, { printers: [printer('Alpha')] });
    expect(screen.getByRole('button', { name: 'Stream Alpha' })).toBeInTheDocument();
    act(() => void cache.setQueryData(sessionQuery.queryKey, viewer));
    await waitFor(() => expect(screen.queryByRole('button', { name: /Stream/ })).not.toBeInTheDocument());
  });
});

const names = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);

describe('the toolbar', () => {
  const farm = [
    printer('Late', { status: 'printing', state: stateOf({ activity: 'printing', progress: { ...stateOf().progress, remaining_minutes: 90, job_name: 'gear.3mf' } }), tags: ['Hall 1', 'PETG'] }),
    printer('Soon', { status: 'printing', state: stateOf({ activity: 'printing', progress: { ...stateOf().progress, remaining_minutes: 5 } }), tags: ['Hall 1'] }),
    printer('Broken', { status: 'waiting', state: stateOf({ activity: 'failed' }) }),
    printer('Away', { status: 'offline', state: stateOf({ connection: 'offline' }) }),
    printer('Idle', { tags: ['PETG'] }),
  ];

  it('puts who needs me first', async () => {
    await open('/', operator, { printers: farm });
    expect(names()).toEqual(['Broken', 'Soon', 'Late', 'Idle', 'Away']);
  });

  it('keeps search, state and tags in the address', async () => {
    const { address } = await open('/', operator, { printers: farm });
    await userEvent.click(within(screen.getByRole('group', { name: 'Show' })).getByRole('button', { name: /^Printing/ }));
    await waitFor(() => expect(names()).toEqual(['Soon', 'Late']));
    await userEvent.click(within(screen.getByRole('group', { name: 'Tags' })).getByRole('button', { name: /PETG/ }));
    await waitFor(() => expect(names()).toEqual(['Late']));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search printers' }), 'nothing');
    await userEvent.click(await screen.findByRole('button', { name: 'Show All Printers' }));
    await waitFor(() => expect(names()).toHaveLength(5));
    expect(address()).toBe('/');
  });

  it('opens as its address says', async () => {
    await open('/?q=gear&show=printing&tags=Hall 1,PETG&sort=name', operator, { printers: farm });
    expect(names()).toEqual(['Late']);
    expect(screen.getByRole('searchbox')).toHaveValue('gear');
    expect(screen.getByRole('combobox', { name: 'Sort by' })).toHaveDisplayValue('Name');
  });

  it('sorts the compact table by its heads', async () => {
    await open('/?view=compact', operator, { printers: farm });
    await userEvent.click(screen.getByRole('button', { name: /^Printer/ }));
    await waitFor(() => expect(screen.getAllByRole('rowheader').map((cell) => cell.querySelector('a')?.textContent)).toEqual(['Away', 'Broken', 'Idle', 'Late', 'Soon']));
    expect(screen.getByRole('columnheader', { name: /^Printer/ })).toHaveAttribute('aria-sort', 'ascending');
  });

  it('counts the lines of the compact table, those too that are not in the page', async () => {
    const many = Array.from({ length: 40 }, (_, index) => printer(`P${String(index).padStart(2, '0')}`));
    await open('/?view=compact&sort=name', operator, { printers: many });
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '41');
    expect(screen.getByRole('columnheader', { name: /^State/ }).closest('tr')).toHaveAttribute('aria-rowindex', '1');
    expect(screen.getByRole('link', { name: 'P03' }).closest('tr')).toHaveAttribute('aria-rowindex', '5');
    expect(screen.queryByRole('link', { name: 'P39' })).not.toBeInTheDocument();
  });

  it.each(['full', 'compact', 'cameras'])('has the same palette in the %s view', async (view) => {
    await open(`/?view=${view}`, operator, { printers: farm });
    for (const { printer: { name }, status } of farm) {
      const place = screen.getByRole('link', { name }).closest<HTMLElement>('li, tr')!;
      expect(place).toHaveAttribute('data-status', status);
      expect(within(place).getAllByText(statusLook(status).label).length).toBeGreaterThan(0);
    }
  });
});

describe('the tags of a printer', () => {
  it('stand on its page, with the way to change them for whoever may', async () => {
    const { cache } = await open('/printers/Alpha', operator, { printers: [printer('Alpha', { tags: ['Lab'] })] });
    expect(within(await screen.findByRole('list', { name: 'Tags of Alpha' })).getByText('Lab')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Change Tags' })).not.toBeInTheDocument();
    const editor: Session = { ...operator, permissions: [...operator.permissions, 'printer.edit'] };
    act(() => void cache.setQueryData(sessionQuery.queryKey, editor));
    await userEvent.click(await screen.findByRole('button', { name: 'Change Tags' }));
    expect(await screen.findByRole('checkbox', { name: 'Lab' })).toBeChecked();
  });
});

describe('the view picker', () => {
  it('offers Full, Compact and Cameras', async () => {
    await open('/', operator, { printers: [printer('Alpha')] });
    expect(screen.getAllByRole('radio').map((radio) => radio.parentElement?.textContent)).toEqual(['Full', 'Compact', 'Cameras']);
  });
});
