import { stateOf } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, type PrinterView } from '../../api';
import { openPrinters as open } from '../testing';
import { stageOf } from './stages';

const view: PrinterView = {
  printer: { id: 'v1', name: 'Demo', model: 'X1 Carbon', serial: 'VIRTUAL00000001', driver: 'virtual', camera: 'generated' },
  address: '',
  status: 'ready',
  state: stateOf(),
  camera: { state: 'closed', viewers: 0 },
};
const real: PrinterView = { ...view, printer: { ...view.printer, id: 'p1', name: 'Workshop X1', driver: 'bambu' }, address: '192.168.0.30' };
const known = [
  { topic: 'Bed', code: 'HMS_0300_0100_0001_0007', severity: 'fatal', text: 'The heatbed is too hot' },
  { topic: 'Filament and AMS', code: 'HMS_0700_2000_0002_0001', severity: 'serious', text: 'AMS A slot 1 is empty' },
  { topic: 'Filament and AMS', code: 'HMS_0700_5000_0002_0001', severity: 'serious', text: 'AMS A does not answer' },
];

let simulation: { online: boolean; nozzle_mm: number; ams_units: number; hms_errors: string[]; known_errors: typeof known };
let sent: Array<{ call: string; body: unknown }>;
let refusal: string;

beforeEach(() => {
  sent = [];
  refusal = '';
  simulation = { online: true, nozzle_mm: 0.4, ams_units: 1, hms_errors: [], known_errors: known };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const body = init.body && JSON.parse(String(init.body));
    if (init.method !== 'GET') sent.push({ call: `${init.method} ${url}`, body });
    if (refusal) return Response.json({ code: 'too_large', detail: refusal }, { status: 413 });
    if (!url.endsWith('/simulation')) return Response.json(view, { status: 201 });
    simulation = { ...simulation, ...body };
    return Response.json(simulation);
  });
});
afterEach(() => vi.unstubAllGlobals());

async function openAdding() {
  await userEvent.click(screen.getByRole('button', { name: 'Add Manually' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Virtual Printer' }));
  return screen.findByRole('dialog', { name: 'Add Virtual Printer' });
}

async function openControls() {
  await userEvent.click(screen.getByRole('button', { name: 'Simulate Demo' }));
  await screen.findByRole('switch', { name: 'Online/Offline Toggle' });
}

const last = () => sent.at(-1);
const post = (body: unknown) => ({ call: 'POST /api/printers/v1/simulation', body });

describe('adding a virtual printer', () => {
  it('needs only a name', async () => {
    await open([]);
    const dialog = await openAdding();
    const add = within(dialog).getByRole('button', { name: 'Add Printer' });
    expect(add).toBeDisabled();
    await userEvent.type(within(dialog).getByLabelText(/Printer Name/), ' Demo 1 ');
    await userEvent.click(add);
    const body = { driver: 'virtual', name: 'Demo 1', model: 'X1 Carbon', nozzle_mm: 0.4, ams_units: 1 };
    await waitFor(() => expect(last()).toEqual({ call: 'POST /api/printers', body }));
  });

  it('takes a model, a nozzle and AMS units', async () => {
    await open([real]);
    const dialog = await openAdding();
    await userEvent.type(within(dialog).getByLabelText(/Printer Name/), 'Mini');
    await userEvent.selectOptions(within(dialog).getByLabelText('Model'), 'A1 Mini');
    await userEvent.selectOptions(within(dialog).getByLabelText('Nozzle'), '0.8 mm');
    await userEvent.selectOptions(within(dialog).getByLabelText('AMS'), 'None');
    expect(dialog).toHaveTextContent('0 of at most 20 virtual printers');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add Printer' }));
    await waitFor(() => expect(last()?.body).toMatchObject({ model: 'A1 Mini', nozzle_mm: 0.8, ams_units: 0 }));
  });

  it('names the limit of twenty before and when it is refused', async () => {
    const twenty = Array.from({ length: 20 }, (_, at) => ({ ...view, printer: { ...view.printer, id: `v${at}`, name: `Demo ${at}` } }));
    const page = await open(twenty);
    const dialog = await openAdding();
    await userEvent.type(within(dialog).getByLabelText(/Printer Name/), 'One more');
    expect(within(dialog).getByRole('alert')).toHaveTextContent('This Fuse has all of its 20 virtual printers. Delete one to add another.');
    expect(within(dialog).getByRole('button', { name: 'Add Printer' })).toBeDisabled();
    refusal = 'no more than 20 virtual printers; delete one first';
    page.cache.setQueryData(printersQuery.queryKey, twenty.slice(1));
    await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Add Printer' })).toBeEnabled());
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add Printer' }));
    expect(await within(dialog).findByText(/No more than 20 virtual printers/)).toBeInTheDocument();
  });
});

describe('the card of a virtual printer', () => {
  it('says that it is one, and a real one’s does not', async () => {
    await open([view, real]);
    const cards = screen.getAllByRole('listitem').filter((item) => item.hasAttribute('data-printer-name'));
    expect(within(cards[0]!).getByText('Virtual')).toBeInTheDocument();
    expect(within(cards[1]!).queryByText('Virtual')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Simulate Workshop X1' })).not.toBeInTheDocument();
    for (const name of ['Camera of Demo', 'Edit Demo', 'Delete Demo']) expect(screen.getByRole('button', { name })).toBeInTheDocument();
  });

  it('is edited without an address', async () => {
    await open([view]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Demo' }));
    const dialog = await screen.findByRole('dialog', { name: 'Edit Demo' });
    expect(within(dialog).queryByLabelText(/IP Address/)).not.toBeInTheDocument();
    const name = within(dialog).getByLabelText(/Printer Name/);
    await userEvent.clear(name);
    await userEvent.type(name, 'Show');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(last()).toEqual({ call: 'PATCH /api/printers/v1', body: { name: 'Show' } }));
  });
});

describe('the controls of a virtual printer', () => {
  it('switch it offline and online', async () => {
    await open([view]);
    await openControls();
    await userEvent.click(screen.getByRole('switch', { name: 'Online/Offline Toggle' }));
    await waitFor(() => expect(last()).toEqual(post({ online: false })));
    await waitFor(() => expect(screen.getByRole('switch', { name: 'Online/Offline Toggle' })).not.toBeChecked());
    expect(screen.getByRole('button', { name: 'Start Test Print' })).toBeDisabled();
    expect(screen.getByText('Switch it online first.')).toBeInTheDocument();
  });

  it('set no error by Enter in the search, which leads to what was found', async () => {
    await open([view]);
    await openControls();
    await userEvent.type(screen.getByLabelText('Find an error'), 'AMS{Enter}');
    expect(screen.getByLabelText('Error')).toHaveFocus();
    expect(screen.getByLabelText('Error')).toHaveDisplayValue('AMS A slot 1 is empty');
    expect(sent).toEqual([]);
  });

  it('set errors beside those that are set, and clear all of them', async () => {
    await open([view]);
    await openControls();
    await userEvent.selectOptions(screen.getByLabelText('Error'), 'AMS A slot 1 is empty');
    await userEvent.click(screen.getByRole('button', { name: 'Set HMS Error' }));
    await waitFor(() => expect(last()).toEqual(post({ hms_errors: ['HMS_0700_2000_0002_0001'] })));
    const list = await screen.findByRole('list', { name: 'Errors that are set' });
    expect(list).toHaveTextContent('AMS A slot 1 is empty');
    await userEvent.selectOptions(screen.getByLabelText('Error'), 'Another code …');
    await userEvent.type(screen.getByLabelText('HMS code'), '0300_0D00_0001_0003');
    await userEvent.click(screen.getByRole('button', { name: 'Set HMS Error' }));
    await waitFor(() => expect(last()).toEqual(post({ hms_errors: ['HMS_0700_2000_0002_0001', '0300_0D00_0001_0003'] })));
    await userEvent.click(screen.getByRole('button', { name: 'Clear HMS Errors' }));
    await waitFor(() => expect(last()).toEqual(post({ hms_errors: [] })));
    expect(await screen.findByText('It shows no error.')).toBeInTheDocument();
  });

  it('find an error among many by its words, its topic or its code', async () => {
    await open([view]);
    await openControls();
    const select = screen.getByLabelText('Error');
    const options = () => within(select).getAllByRole('option').map((option) => option.textContent);
    expect(within(select).getByRole('group', { name: 'Filament and AMS' })).toBeInTheDocument();
    expect(options()).toHaveLength(4);
    await userEvent.type(screen.getByLabelText('Find an error'), 'ams answer');
    expect(options()).toEqual(['AMS A does not answer', 'Another code …']);
    await userEvent.click(screen.getByRole('button', { name: 'Set HMS Error' }));
    await waitFor(() => expect(last()).toEqual(post({ hms_errors: ['HMS_0700_5000_0002_0001'] })));
    await userEvent.clear(screen.getByLabelText('Find an error'));
    await userEvent.type(screen.getByLabelText('Find an error'), '0300_01');
    expect(options()).toEqual(['The heatbed is too hot', 'Another code …']);
    await userEvent.type(screen.getByLabelText('Find an error'), 'zzz');
    expect(screen.getByLabelText('HMS code')).toBeInTheDocument();
  });

  it('start a test print of a chosen length and speed', async () => {
    await open([view]);
    await openControls();
    await userEvent.type(screen.getByLabelText('Job name'), 'Benchy');
    await userEvent.selectOptions(screen.getByLabelText('Length'), '30 seconds');
    await userEvent.selectOptions(screen.getByLabelText('Speed'), 'Sport');
    await userEvent.click(screen.getByRole('button', { name: 'Start Test Print' }));
    await waitFor(() => expect(last()).toEqual(post({ test_print: { job_name: 'Benchy', seconds: 30, speed: 'sport' } })));
  });

  it('show the stage of the print that runs', async () => {
    const progress = { job_name: 'Benchy', percent: 48, remaining_minutes: 3, layer: 60, total_layers: 120 };
    await open([{ ...view, status: 'printing', state: stateOf({ activity: 'printing', progress }) }]);
    await openControls();
    const stages = screen.getByRole('list', { name: 'Stages' });
    expect(within(stages).getByText('Layers').closest('li')).toHaveAttribute('aria-current', 'step');
    expect(screen.getByText(/Layer 60 of 120 · 48% · 3 min left/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Start Test Print' })).toBeDisabled();
  });

  it('say why something was refused', async () => {
    await open([view]);
    await openControls();
    refusal = 'no more than 16 HMS errors at a time';
    await userEvent.click(screen.getByRole('button', { name: 'Set HMS Error' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('No more than 16 HMS errors at a time.');
  });
});

const at = (activity: PrinterView['state']['activity'], layer = 0, percent = 0) =>
  stageOf(stateOf({ activity, progress: { job_name: '', percent, remaining_minutes: null, layer, total_layers: 100 } }));

describe('the stage of a print', () => {
  it('goes from preparing to the end', () => {
    expect([at('idle'), at('preparing'), at('printing'), at('printing', 1), at('paused', 50, 49), at('printing', 100, 97), at('finished', 100, 100)]).toEqual([
      -1, 0, 1, 2, 2, 3, 4,
    ]);
  });
});
