import { stateOf } from '@gantry/ui/testing';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, sessionQuery, type PrinterView, type Session } from '../api';
import { open, owner, refusal, serve } from '../testing';

vi.mock('uplot', () => ({
  default: class {
    setData() {}
    setSize() {}
    destroy() {}
  },
}));

const limits = { nozzle_c: 300, bed_c: 100, chamber_c: 0, part_fan: true, aux_fan: true, chamber_fan: false, move_mm: 10 };
const operator: Session = { ...owner, permissions: ['printer.view', 'printer.control', 'fuse.view'] };
const viewer: Session = { ...owner, permissions: ['printer.view'] };
const fuses = [{ id: 'f1', host_name: 'workshop', software: 'gantry-fuse 0.1.0', online: true, last_seen_at: 0, printers: 1 }];
const history = { at: [1000], nozzle: [25], nozzle_target: [0], bed: [24], bed_target: [0], chamber: [null] };
const command = 'POST /api/printers/p1/command';

function view(state: Partial<PrinterView['state']> = {}): PrinterView {
  return {
    printer: { id: 'p1', name: 'Alpha', model: 'P1S', serial: '01P', driver: 'bambu', camera: 'rtsp', limits },
    fuse_id: 'f1',
    tags: [],
    status: 'ready',
    state: stateOf({ homed: true, light_on: true, fans: { part: 0, aux: 20 }, ...state }),
    camera: { snapshot_at: 0, switches: { cameras: true, snapshots: true, remote_stream: true } },
  };
}

async function openPrinter(shown = view(), session = operator, answers: Parameters<typeof serve>[0] = {}) {
  const sent = serve({ 'GET /api/printers': [shown], 'GET /api/printers/p1/history': history, 'GET /api/fuses': fuses, ...answers });
  const page = await open('/printers/p1', session);
  await act(async () => page.cache.setQueryData(printersQuery.queryKey, [shown]));
  await screen.findByRole('heading', { name: 'Alpha' });
  return { ...page, commands: () => sent.filter(({ call }) => call === command).map(({ body }) => body) };
}

/** The keys in the list of keys. */
async function listed() {
  await userEvent.keyboard('?');
  const keys = within(await screen.findByRole('dialog', { name: 'Keys' })).getAllByRole('term').map(({ textContent }) => textContent);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  return keys;
}

const region = (name: string) => within(screen.getByRole('region', { name: `${name} of Alpha` }));

afterEach(() => vi.unstubAllGlobals());

describe('the printer page', () => {
  it('sets a temperature within what the printer takes, and says when the printer has confirmed it', async () => {
    const { commands } = await openPrinter();
    await userEvent.click(screen.getByRole('button', { name: /^Bed/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Bed of Alpha' }));
    const field = dialog.getByRole('spinbutton', { name: 'Target in °C' });
    await userEvent.clear(field);
    await userEvent.type(field, '140');
    expect(dialog.getByRole('button', { name: 'Set temperature' })).toBeDisabled();
    expect(dialog.getByText('0 to 100 °C')).toBeInTheDocument();
    await userEvent.clear(field);
    await userEvent.type(field, '65{Enter}');
    await region('Temperatures').findByText('Bed set to 65 °C');
    await userEvent.click(screen.getByRole('button', { name: /^Nozzle/ }));
    await userEvent.click(await screen.findByRole('button', { name: /PETG/ }));
    await waitFor(() => expect(commands()).toEqual([{ action: 'bed_temperature', value: 65 }, { action: 'nozzle_temperature', value: 250 }]));
  });

  it('shows the printer’s own refusal where it was asked', async () => {
    await openPrinter(view(), operator, { [command]: refusal(422, 'rejected', 'the printer refuses: it is busy') });
    await userEvent.click(screen.getByRole('button', { name: 'Light off: Alpha' }));
    expect(await region('Control').findByRole('alert')).toHaveTextContent('Light off refused by the printer. The printer refuses: it is busy.');
  });

  it('sends a fan when it is let go, and knows which fans there are', async () => {
    const { commands } = await openPrinter();
    expect(screen.queryByRole('slider', { name: 'Chamber fan of Alpha' })).toBeNull();
    const slider = screen.getByRole('slider', { name: 'Aux fan of Alpha' });
    expect(slider).toHaveValue('20');
    fireEvent.change(slider, { target: { value: '45' } });
    fireEvent.change(slider, { target: { value: '60' } });
    expect(commands()).toEqual([]);
    fireEvent.pointerUp(slider);
    await waitFor(() => expect(commands()).toEqual([{ action: 'aux_fan', value: 60 }]));
  });

  it('moves by the chosen step, once the axes are homed', async () => {
    const { commands, cache } = await openPrinter(view({ homed: false }));
    expect(screen.getByRole('button', { name: 'Move X by +1 mm' })).toBeDisabled();
    expect(region('Move').getByText(/^Home first/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Home Alpha' }));
    await region('Move').findByText('Homed');
    await act(async () => cache.setQueryData(printersQuery.queryKey, [view()]));
    await userEvent.click(screen.getByRole('radio', { name: '10 mm' }));
    await userEvent.click(screen.getByRole('button', { name: 'Move Z by −10 mm' }));
    await waitFor(() => expect(commands()).toEqual([{ action: 'home' }, { action: 'move_z', value: -10 }]));
  });

  it('says why it does not move or change the speed', async () => {
    await openPrinter(view({ activity: 'printing' }));
    expect(screen.getByRole('button', { name: 'Home Alpha' })).toBeDisabled();
    expect(region('Move').getByText('The axes cannot be moved while a print runs.')).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: /Sport/ })).toBeEnabled();
  });

  it('changes the speed of a print', async () => {
    const { commands } = await openPrinter(view({ activity: 'printing' }));
    await userEvent.click(screen.getByRole('radio', { name: /Sport/ }));
    await region('Speed').findByText('Speed set');
    expect(commands()).toEqual([{ action: 'speed_sport' }]);
  });

  it('waits after a print until somebody has cleared the plate', async () => {
    const { commands } = await openPrinter(view({ activity: 'finished', needs_clearing: true }));
    await userEvent.click(screen.getByRole('button', { name: 'Clear & ready: Alpha' }));
    await waitFor(() => expect(commands()).toEqual([{ action: 'clear_plate' }]));
  });

  it('tells what the printer complains about with the maker’s page, and its Fuse', async () => {
    const fault = { code: 'HMS_0300', severity: 'serious' as const, module: 'Toolhead', text: 'The nozzle is clogged', link: 'https://wiki.bambulab.com/x' };
    await openPrinter(view({ faults: [fault] }));
    expect(screen.getByRole('link', { name: 'HMS_0300, the maker’s help page' })).toHaveAttribute('href', fault.link);
    expect(await screen.findByRole('link', { name: 'workshop' })).toHaveAttribute('href', '/fuses');
    expect(screen.getByText('gantry-fuse 0.1.0')).toBeInTheDocument();
    await screen.findByRole('list', { name: 'The last hour' });
  });

  it('says what is missing before it can print', async () => {
    await openPrinter({ ...view(), status: 'needs_configuration' });
    expect(screen.getByText('No spool has a material. Set it at the printer.')).toBeInTheDocument();
  });

  it('has its keys in the list, those of whoever looks', async () => {
    const { cache } = await openPrinter(view(), { ...operator, permissions: [...operator.permissions, 'printer.camera'] });
    expect(await listed()).toEqual(['/', 'Ctrl K', 'p', 'Enter', 'f', 'c', 'i', 'l', 'Esc', '?']);
    act(() => void cache.setQueryData(sessionQuery.queryKey, viewer));
    expect(await listed()).toEqual(['/', 'Ctrl K', '?']);
    await userEvent.click(screen.getByRole('link', { name: 'All printers' }));
    await waitFor(async () => expect(await listed()).toContain('← ↑ ↓ →'));
  });

  it('shows no control to whoever may not control', async () => {
    await openPrinter(view({ activity: 'finished', needs_clearing: true }), viewer);
    await screen.findByRole('list', { name: 'The last hour' });
    expect(screen.queryAllByRole('slider')).toEqual([]);
    for (const name of [/^Bed/, /^Pause/, /^Light/, /^Home/, /^Clear/]) expect(screen.queryByRole('button', { name })).toBeNull();
    expect(screen.getByRole('list', { name: 'Temperatures of Alpha' })).toHaveTextContent('Bed25°Off');
  });
});
