import { stateOf } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, type PrinterView } from '../../api';
import { open, owner, refusal, serve } from '../../testing';
import { can } from './actions';
import { runAll } from './runAll';

const switches = { cameras: true, snapshots: true, remote_stream: true };
const printing = stateOf({ activity: 'printing', light_on: false });

function printer(name: string, change: Partial<PrinterView> = {}): PrinterView {
  return {
    printer: { id: name, name, model: 'X1', serial: '1', driver: 'bambu', camera: 'rtsp' },
    fuse_id: 'f1', status: 'ready', state: stateOf(), camera: { snapshot_at: 0, switches }, tags: [], ...change,
  };
}

const farm = [
  printer('A', { status: 'printing', state: printing }),
  printer('B', { status: 'printing', state: printing }),
  printer('C', { status: 'printing', state: { ...printing, activity: 'paused' } }),
  printer('D'),
  printer('E', { status: 'offline', state: { ...printing, connection: 'offline' } }),
];
const person = { ...owner, permissions: [...owner.permissions, 'printer.control' as const, 'printer.edit' as const] };
const box = (name: string) => screen.getByRole('checkbox', { name: `Select ${name}` });
const bar = async () => within(await screen.findByRole('region', { name: 'Selection' }));

async function openFarm(answers: Parameters<typeof serve>[0] = {}, session = person, printers = farm) {
  const sent = serve(answers);
  const page = await open('/?sort=name', session);
  page.cache.setQueryData(printersQuery.queryKey, printers);
  await screen.findByRole('list', { name: 'Printers' });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

describe('what can be done', () => {
  it.each([
    ['pause', ['A', 'B']],
    ['resume', ['C']],
    ['stop', ['A', 'B', 'C']],
    ['light_on', ['A', 'B', 'C']],
    ['light_off', []],
  ] as const)('%s goes to %j only', (action, names) => expect(farm.filter((view) => can(action, view)).map(({ printer: { name } }) => name)).toEqual(names));

  it('goes to a few at once and hears each of them', async () => {
    let now = 0;
    let most = 0;
    const heard: string[] = [];
    const act = async (id: number) => {
      most = Math.max(most, (now += 1));
      await Promise.resolve();
      now -= 1;
      if (id === 3) throw new Error('busy');
    };
    await runAll([...Array.from({ length: 20 }).keys()], act, (id, outcome) => outcome.state === 'failed' && heard.push(`${id} ${outcome.reason}`));
    expect(most).toBe(6);
    expect(heard).toEqual(['3 busy']);
  });
});

describe('a selection', () => {
  it('is made by click, by shift-click and by keys', async () => {
    await openFarm();
    await userEvent.click(box('A'));
    const user = userEvent.setup();
    await user.keyboard('{Shift>}');
    await user.click(box('C'));
    await user.keyboard('{/Shift}');
    expect((await bar()).getByRole('status')).toHaveTextContent('3 printers selected');
    screen.getByRole('link', { name: 'B' }).focus();
    await user.keyboard('x');
    expect((await bar()).getByRole('status')).toHaveTextContent('2 printers selected');
    expect(box('B')).not.toBeChecked();
    await user.keyboard('{Control>}a{/Control}');
    expect((await bar()).getByRole('status')).toHaveTextContent('5 printers selected');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Selection' })).not.toBeInTheDocument());
  });

  it('is not offered to whoever can do nothing with it', async () => {
    await openFarm({}, { ...owner, permissions: ['printer.view'] });
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Select' })).not.toBeInTheDocument();
  });

  it('stops those that print after a question that names how many, and says what came of each', async () => {
    const sent = await openFarm({ 'POST /api/printers/B/command': refusal(409, 'busy', 'the printer is busy') });
    await userEvent.click(screen.getByRole('button', { name: 'Select' }));
    await userEvent.click(box('A'));
    await userEvent.click(box('B'));
    await userEvent.click(box('D'));
    await userEvent.click(box('E'));
    await userEvent.click((await bar()).getByRole('button', { name: 'Stop: 2 printers' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Stop 2 prints?' }));
    expect(dialog.getByText(/Nothing is sent to the other 2 printers/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Stop 2 prints' }));
    expect(await dialog.findByText('2 of 2 answered, 1 refused.')).toBeInTheDocument();
    expect(dialog.getByText('the printer is busy')).toBeInTheDocument();
    expect(sent.filter(({ call }) => call.startsWith('POST'))).toEqual([
      { call: 'POST /api/printers/A/command', body: { action: 'stop' } },
      { call: 'POST /api/printers/B/command', body: { action: 'stop' } },
    ]);
    await userEvent.click(dialog.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(box('B')).toBeChecked());
    expect(box('A')).not.toBeChecked();
  });

  it('says that all plates are clear, when all that are chosen wait for it', async () => {
    const ended = stateOf({ activity: 'finished', needs_clearing: true });
    const sent = await openFarm({}, person, [printer('A', { status: 'waiting', state: ended }), printer('B', { status: 'waiting', state: ended }), printer('C')]);
    await userEvent.click(box('A'));
    await userEvent.click(box('B'));
    await userEvent.click((await bar()).getByRole('button', { name: 'Clear & ready: 2 printers' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Are the plates of 2 printers clear?' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Clear & ready 2 printers' }));
    expect(await dialog.findByText('2 of 2 answered.')).toBeInTheDocument();
    expect(sent).toContainEqual({ call: 'POST /api/printers/B/command', body: { action: 'clear_plate' } });
    await userEvent.click(dialog.getByRole('button', { name: 'Done' }));
    await userEvent.click(box('A'));
    await userEvent.click(box('C'));
    expect((await bar()).queryByRole('button', { name: /^Clear & ready/ })).not.toBeInTheDocument();
  });

  it('gets tags, and loses them', async () => {
    const sent = await openFarm();
    await userEvent.click(box('A'));
    await userEvent.click(box('D'));
    await userEvent.click((await bar()).getByRole('button', { name: 'Tags' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Tags of 2 printers' }));
    await userEvent.type(await dialog.findByLabelText('New tag'), 'Hall 2');
    await userEvent.click(dialog.getByRole('button', { name: 'Save Tags' }));
    await waitFor(() => expect(sent).toContainEqual({ call: 'PATCH /api/tags', body: { printers: ['A', 'D'], add: ['Hall 2'], remove: [] } }));
  });
});

const sentTo = (sent: Awaited<ReturnType<typeof openFarm>>) => sent.filter(({ call }) => call.startsWith('POST'));

describe('p', () => {
  it('asks whether to pause the printer that has the focus, and gives the focus back', async () => {
    const sent = await openFarm();
    const link = screen.getByRole('link', { name: 'A' });
    link.focus();
    await userEvent.keyboard('p');
    const dialog = within(await screen.findByRole('dialog', { name: 'Pause 1 print?' }));
    expect(dialog.getByRole('list', { name: 'Printers' })).toHaveTextContent('A');
    await userEvent.click(dialog.getByRole('button', { name: 'Pause 1 print' }));
    await userEvent.click(await dialog.findByRole('button', { name: 'Done' }));
    expect(sentTo(sent)).toEqual([{ call: 'POST /api/printers/A/command', body: { action: 'pause' } }]);
    await waitFor(() => expect(link).toHaveFocus());
  });

  it('is for the selection, resumes what is paused, and does nothing to what does not print', async () => {
    await openFarm();
    screen.getByRole('link', { name: 'D' }).focus();
    await userEvent.keyboard('p');
    screen.getByRole('link', { name: 'C' }).focus();
    await userEvent.keyboard('p');
    const resume = await screen.findByRole('dialog', { name: 'Resume 1 print?' });
    await userEvent.click(within(resume).getByRole('button', { name: 'Cancel' }));
    await userEvent.click(box('A'));
    await userEvent.click(box('B'));
    await userEvent.keyboard('p');
    expect(await screen.findByRole('dialog', { name: 'Pause 2 prints?' })).toBeInTheDocument();
  });

  it('is not there for whoever may not control printers', async () => {
    await openFarm({}, { ...owner, permissions: ['printer.view'] });
    screen.getByRole('link', { name: 'A' }).focus();
    await userEvent.keyboard('p');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});
