import type { CheckReport, CheckStep } from '@gantry/api';
import { DoctorProvider, FindOutWhy, causes } from '@gantry/ui';
import { renderPage } from '@gantry/ui/testing';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CameraDoctor } from './CameraDoctor';

class FakeSocket {
  static made: FakeSocket[] = [];
  closed = false;
  readonly url: string;
  #listeners = new Map<string, (event: never) => void>();
  constructor(url: URL) {
    this.url = String(url);
    FakeSocket.made.push(this);
  }
  addEventListener(name: string, listener: (event: never) => void) {
    this.#listeners.set(name, listener);
  }
  close() {
    this.closed = true;
  }
  tell(report: Partial<CheckReport>) {
    act(() => this.#listeners.get('message')?.({ data: JSON.stringify({ started_at: 1, done: false, steps: [], ...report }) } as never));
  }
  end(reason: string) {
    act(() => this.#listeners.get('close')?.({ reason } as never));
  }
}

const step = (id: string, name: string, change: Partial<CheckStep> = {}): CheckStep => ({ id, name, state: 'passed', seen: '', cause: '', ...change });
const reachable = step('mqtt_port', 'Printer reachable (port 8883)');
const code = step('access_code', 'Access code', { state: 'running' });
const wrong: CheckStep = { ...code, state: 'failed', seen: 'The printer refuses the access code.', cause: 'wrong_code' };

beforeEach(() => {
  FakeSocket.made = [];
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(() => vi.unstubAllGlobals());

async function open(): Promise<FakeSocket> {
  renderPage(
    <DoctorProvider doctor={CameraDoctor}>
      <FindOutWhy camera="p1" name="Workshop X1" />
    </DoctorProvider>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Find out why: Workshop X1' }));
  await screen.findByRole('dialog', { name: 'Why is there no picture? Workshop X1' });
  return FakeSocket.made[0]!;
}

const steps = () => screen.getByRole('list', { name: 'Steps' });
const result = () => screen.getByRole('region', { name: 'Result' });

describe('the camera doctor', () => {
  it('shows each step as it is known', async () => {
    const socket = await open();
    expect(socket.url).toContain('/api/doctor?scope=camera&printer=p1');
    expect(result()).toHaveTextContent('Checking …');
    socket.tell({ steps: [reachable, code] });
    expect(within(steps()).getByText('Printer reachable (port 8883)')).toBeInTheDocument();
    expect(within(steps()).getByText('Checking')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Check again' })).toBeDisabled();
  });

  it('explains the step that fails, with what to do', async () => {
    const socket = await open();
    socket.tell({ done: true, steps: [reachable, wrong] });
    expect(within(result()).getByRole('heading', { name: 'Wrong access code' })).toBeInTheDocument();
    for (const todo of causes.wrong_code.todo) expect(within(result()).getByText(todo)).toBeInTheDocument();
    expect(within(result()).getByText('All that helps when: A printer does not connect')).toBeInTheDocument();
    expect(steps().querySelector('[data-step="path"]')).toHaveAttribute('data-state', 'skipped');
  });

  it('checks again from the beginning', async () => {
    const socket = await open();
    socket.tell({ done: true, steps: [reachable, wrong] });
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    expect(socket.closed).toBe(true);
    expect(FakeSocket.made).toHaveLength(2);
    expect(result()).toHaveTextContent('Checking …');
  });

  it('marks what works and should be known', async () => {
    const socket = await open();
    const dark = step('camera', 'Pictures coming', { state: 'warned', seen: 'Pictures come: 2.0 per second.', cause: 'dark' });
    socket.tell({ steps: [reachable, dark] });
    expect(within(steps()).getByText('The picture is black')).toBeInTheDocument();
    expect(within(steps()).getByText('Turn the printer’s light on.')).toBeVisible();
  });

  it('says why it cannot run', async () => {
    const socket = await open();
    socket.end('no such printer');
    expect(result()).toHaveTextContent('The check cannot run');
    expect(result()).toHaveTextContent('no such printer');
    expect(screen.getByRole('button', { name: 'Check again' })).toBeEnabled();
  });

  it('survives a cause that it does not know', async () => {
    const socket = await open();
    socket.tell({ done: true, steps: [{ ...wrong, cause: 'gremlins' }] });
    expect(within(result()).getByRole('heading', { name: 'Access code' })).toBeInTheDocument();
  });
});
