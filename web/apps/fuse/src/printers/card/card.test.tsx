import type { FilamentUnit } from '@gantry/api';
import { hear } from '@gantry/ui';
import { cssColour, dryingText, humidityText, slotText, unitName } from '@gantry/ui/printer';
import { stateOf } from '@gantry/ui/testing';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery } from '../../api';
import { applyEvent } from '../../events';
import { openPrinters, viewOf } from '../testing';
import { metaOf } from './Details';
import { finishText } from './Job';

const now = Date.now();
const printing = stateOf({
  activity: 'printing',
  stage: 'Cleaning the nozzle',
  progress: { job_name: 'benchy.3mf', percent: 42, remaining_minutes: 80, layer: 12, total_layers: 120 },
  nozzle: { actual_c: 219.4, target_c: 220 },
  bed: { actual_c: 60, target_c: 60 },
  chamber: { actual_c: 38, target_c: 0 },
  fans: { part: 70, aux: 0, chamber: null },
  light_on: false,
  last_report_at: now,
});
const busy = viewOf({ status: 'printing', state: printing });

const nozzle = (name: string, active: boolean) => ({ name, active, diameter_mm: 0.4, temperature: { actual_c: 200, target_c: 0 } });
const fault = (code: string, severity: 'info' | 'common' | 'serious' | 'fatal', text: string) => ({
  code, severity, text, module: 'AMS A', link: `https://wiki.bambulab.com/${code}`,
});

let commands: string[];
let answer: () => Response | Promise<Response>;

beforeEach(() => {
  commands = [];
  answer = () => new Response(null, { status: 204 });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (!url.endsWith('/command')) return new Response(null, { status: 404 });
    commands.push(JSON.parse(String(init.body)).action);
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

const problem = (status: number, code: string, detail: string) => () => Response.json({ title: '', status, code, detail }, { status });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

describe('what is printing', () => {
  it('is told with stage, progress, layer and the end', async () => {
    await openPrinters([busy]);
    const card = within(screen.getByRole('listitem', { name: '' }));
    for (const text of ['benchy.3mf', 'Cleaning the nozzle', '42%', 'Layer 12/120', '1h 20m left']) expect(card.getByText(text)).toBeInTheDocument();
    expect(card.getByRole('progressbar')).toHaveValue(42);
    expect(card.getByText(`Done ${finishText(now, 80)}`)).toBeInTheDocument();
  });

  it('ends on another day with its name', () => {
    const evening = new Date(2025, 5, 2, 22, 0).getTime();
    expect(finishText(evening, 30, evening)).not.toMatch(/^[A-Z]/);
    expect(finishText(evening, 180, evening)).toMatch(/^Tue /);
  });

  it('shows temperatures with their targets, and the fans that are there', async () => {
    await openPrinters([busy]);
    const heat = screen.getByRole('button', { name: /^Temperatures of Workshop X1/ });
    expect(heat).toHaveAccessibleName('Temperatures of Workshop X1: Nozzle 219° / 220° Bed 60° / 60° Chamber 38°');
    const fans = screen.getByText('Part').closest('dl')!;
    expect(fans).toHaveTextContent('Part70%Aux0%');
    expect(fans).not.toHaveTextContent('Chamber');
  });

  it('names both nozzles of a machine that has two', async () => {
    await openPrinters([viewOf({ state: stateOf({ nozzles: [nozzle('Right', false), nozzle('Left', true)] }) })]);
    expect(screen.getByRole('button', { name: /Right 200° Left 200° Bed 25°/ })).toBeInTheDocument();
  });
});

describe('a command', () => {
  it('is sent, and done when the printer confirms', async () => {
    let resolve: ((reply: Response) => void) | undefined;
    answer = () => new Promise((done) => (resolve = done));
    await openPrinters([busy]);
    await press('Pause Workshop X1');
    await screen.findByText('Pausing …');
    await act(async () => resolve?.(new Response(null, { status: 204 })));
    await screen.findByText('Paused', { selector: '.command-status' });
    await waitFor(() => expect(screen.queryByText('Paused', { selector: '.command-status' })).toBeNull());
    expect(commands).toEqual(['pause']);
  });

  it.each([
    [409, 'rejected', 'The printer is homing.', 'Pause refused by the printer. The printer is homing.'],
    [504, 'timeout', 'acknowledged, but nothing happened', 'Pause had no effect. Acknowledged, but nothing happened.'],
    [503, 'offline', 'the printer is not connected', 'Pause not sent. The printer is not connected.'],
    [500, 'internal', 'odd', 'Pause failed. Odd.'],
  ])('that ends with %i %s says so with the reason, in sentences', async (status, code, detail, text) => {
    answer = problem(status, code, detail);
    await openPrinters([busy]);
    await press('Pause Workshop X1');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(text);
    await userEvent.click(within(alert).getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('to stop asks first, by the name of the printer and of the print', async () => {
    await openPrinters([busy]);
    await press('Stop Workshop X1');
    const dialog = await screen.findByRole('dialog', { name: 'Stop the print on Workshop X1?' });
    expect(dialog).toHaveTextContent('benchy.3mf ends at 42%. It cannot be continued.');
    expect(commands).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stop Workshop X1' }));
    await waitFor(() => expect(commands).toEqual(['stop']));
  });

  it('sets speed and light', async () => {
    await openPrinters([busy]);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Speed of Workshop X1' }), 'Sport');
    await waitFor(() => expect(commands).toEqual(['speed_sport']));
    await press('Light on: Workshop X1');
    await waitFor(() => expect(commands).toEqual(['speed_sport', 'light_on']));
  });

  it('says after a print that the plate is clear', async () => {
    await openPrinters([viewOf({ status: 'waiting', state: stateOf({ activity: 'finished', needs_clearing: true }) })]);
    await press('Clear & ready: Workshop X1');
    await screen.findByText('Ready', { selector: '.command-status' });
    expect(commands).toEqual(['clear_plate']);
  });

  it('sets temperatures, fans and axes behind the details', async () => {
    const limits = { nozzle_c: 300, bed_c: 110, chamber_c: 0, part_fan: true, aux_fan: false, chamber_fan: false, move_mm: 10 };
    await openPrinters([viewOf({ printer: { limits }, state: stateOf({ homed: true }) })]);
    await press('Temperatures, speed, fans, axes of Workshop X1');
    const dialog = within(await screen.findByRole('dialog', { name: 'Control Workshop X1' }));
    expect(dialog.getByRole('slider', { name: 'Part fan of Workshop X1' })).toBeEnabled();
    await userEvent.click(dialog.getByRole('button', { name: 'Move X by +1 mm' }));
    await waitFor(() => expect(commands).toEqual(['move_x']));
    await userEvent.click(dialog.getByRole('button', { name: /^Bed/ }));
    await userEvent.click(within(await screen.findByRole('dialog', { name: 'Bed of Workshop X1' })).getByRole('button', { name: /PLA/ }));
    await waitFor(() => expect(commands).toEqual(['move_x', 'bed_temperature']));
  });

  it('is not offered while nothing prints', async () => {
    await openPrinters([viewOf()]);
    expect(screen.getByRole('button', { name: 'Pause Workshop X1' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Stop Workshop X1' })).toBeDisabled();
  });
});

describe('faults', () => {
  it('come worst first, with severity, module and the maker’s page, further ones folded', async () => {
    const faults = [fault('A', 'info', 'For your information'), fault('B', 'common', 'The AMS is damp'), fault('C', 'fatal', 'The bed is hot')];
    await openPrinters([viewOf({ state: stateOf({ faults }) })]);
    const text = document.querySelector('.faults')!.textContent!;
    expect(text.indexOf('Fatal The bed is hot')).toBeLessThan(text.indexOf('Warning The AMS is damp'));
    expect(screen.getByText('1 more')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'C, the maker’s help page' })).toHaveAttribute('href', 'https://wiki.bambulab.com/C');
    expect(screen.getAllByText('AMS A').length).toBe(3);
  });

  it('never link to anything but the web', async () => {
    const faults = [{ ...fault('A', 'serious', 'Odd'), link: 'javascript:alert(1)' }];
    await openPrinters([viewOf({ state: stateOf({ faults }) })]);
    expect(screen.queryByRole('link', { name: /help page/ })).toBeNull();
  });

  it('of a printer that is off are history; the reason is there with what to try', async () => {
    const state = stateOf({ connection: 'offline', faults: [fault('A', 'fatal', 'Hot')], problem: { code: 'offline', detail: 'Nothing answers.' } });
    await openPrinters([viewOf({ status: 'offline', state })]);
    expect(screen.queryByText('Hot')).toBeNull();
    expect(screen.getByText('Nothing answers.')).toBeInTheDocument();
    expect(await screen.findByText('What to check')).toBeInTheDocument();
  });
});

describe('filament', () => {
  const slot = { slot: 0, loaded: true, material: 'PLA', name: 'PLA Matte', colour: 'F4A742FF', remaining_percent: 80, active: true };
  const unit: FilamentUnit = { unit: 0, kind: 'ams', humidity_level: 4, humidity_percent: null, temperature_c: 26, drying: false, drying_minutes: 0, slots: [slot] };

  it('is told in words and in the printer’s colour', () => {
    expect(slotText(slot)).toBe('Slot 1: PLA Matte, 80% left, in use');
    expect(slotText({ ...slot, name: '', remaining_percent: -1, active: false })).toBe('Slot 1: PLA, amount unknown');
    expect(slotText({ ...slot, loaded: false })).toBe('Slot 1: empty');
    expect(cssColour(slot.colour)).toBe('#F4A742');
    expect(cssColour('url(evil)')).toBe('var(--gray)');
  });

  it('lies in units with humidity and drying', () => {
    expect(unitName(unit)).toBe('AMS A');
    expect(unitName({ ...unit, kind: 'ams_ht', unit: 129 })).toBe('AMS HT B');
    expect(humidityText(unit)).toBe('4/5');
    expect(humidityText({ ...unit, humidity_percent: 24 })).toBe('24%');
    expect(dryingText({ ...unit, drying: true, drying_minutes: 90 })).toBe('Drying, 1h 30m left');
  });

  it('shows every tray and the external spool', async () => {
    const trays = [slot, { ...slot, slot: 1, loaded: false, active: false }];
    await openPrinters([viewOf({ state: stateOf({ filament_units: [{ ...unit, slots: trays }], external_spools: [{ ...slot, active: false }] }) })]);
    const ams = within(screen.getByRole('group', { name: 'AMS A' }));
    expect(ams.getByText('Slot 1: PLA Matte, 80% left, in use')).toBeInTheDocument();
    expect(ams.getByText('Slot 2: empty')).toBeInTheDocument();
    expect(screen.getByText('External spool: PLA Matte, 80% left')).toBeInTheDocument();
  });
});

describe('the connection', () => {
  it('is told with firmware, network, nozzle and storage', () => {
    expect(metaOf(stateOf({ firmware: '01.08', wifi_dbm: -54, storage: 'none' }))).toEqual(['Firmware 01.08', 'Wi-Fi -54 dBm', 'Nozzle 0.4 mm', 'No storage']);
    expect(metaOf(stateOf({ wired: true, nozzle_diameter_mm: 0 }))).toEqual(['Cable']);
  });

  it('says how old a report is once that matters', async () => {
    const view = viewOf({ status: 'printing', state: { ...printing, last_report_at: Date.now() } });
    const { cache } = await openPrinters([view]);
    hear('p1', view.state.last_report_at);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 30_000);
    await waitFor(() => expect(screen.getAllByText(/^3\ds ago$/).length).toBe(2));
    hear('p1', Date.now());
    act(() => applyEvent(cache, { type: 'printer', id: 'p1', changes: { last_report_at: Date.now() } as never }));
    await waitFor(() => expect(screen.getAllByText('just now').length).toBe(1));
    vi.restoreAllMocks();
    expect(cache.getQueryData(printersQuery.queryKey)![0]!.state.progress).toBe(printing.progress);
  });
});
