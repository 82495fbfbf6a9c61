import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportLine } from '../../api';
import { max_file_bytes } from './backupFile';
import { ImportDialog } from './ImportDialog';

const line = (number: number, change: Partial<ImportLine>): ImportLine => ({
  line: number,
  standing: 'addable',
  name: `Printer ${number}`,
  known_as: '',
  model: 'P1S',
  serial: `01P00A00000000${number}`,
  address: `192.168.0.${number}`,
  driver: 'bambu',
  needs_access_code: false,
  missing: [],
  differences: [],
  problem: null,
  ...change,
});
const secret = (key: string, label: string, required: boolean): ImportLine['missing'][number] => ({ key, option: key !== 'access_code', kind: 'secret', label, hint: 'On its screen', required, length: 0, choices: [] });
let lines: ImportLine[];
let sent: Array<{ call: string; body: Record<string, unknown> }>;
let refusal: { status: number; body: unknown } | undefined;

beforeEach(() => {
  sent = [];
  lines = [];
  refusal = undefined;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ call: `${init.method} ${url}`, body: JSON.parse(String(init.body)) });
    if (refusal) return Response.json(refusal.body, { status: refusal.status });
    if (url.endsWith('/review')) return Response.json({ host_name: 'workshop', made_at: 1, sealed: false, lines });
    return Response.json({
      lines: (sent.at(-1)!.body.choices as Array<{ line: number }>).map((choice) => ({ line: choice.line, name: `Printer ${choice.line}`, outcome: 'added', problem: null })),
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function choose(text: string, name = 'backup.json') {
  renderPage(<ImportDialog opened onClose={() => {}} />);
  await screen.findByRole('button', { name: 'Choose File' });
  const input = document.querySelector<HTMLInputElement>('input[type="file"]')!;
  await userEvent.upload(input, new File([text], name, { type: 'application/json' }));
}

describe('Import', () => {
  it('shows each line before anything is written, and writes what was chosen', async () => {
    lines = [
      line(0, { name: '"x" <img src=x> 🦀' }),
      line(1, { standing: 'same', known_as: 'Printer 1' }),
      line(2, { standing: 'different', known_as: 'Old name', differences: [{ what: 'IP Address', here: '10.0.0.2', in_the_file: '192.168.0.2' }, { what: 'Access Code', here: '', in_the_file: '' }] }),
      line(3, { standing: 'refused', problem: { code: 'conflict', detail: 'the file has this printer twice' } }),
    ];
    await choose('{"printers":[]}');
    const list = await screen.findByRole('list', { name: 'Printers in the file' });
    for (const text of ['New', 'Same', 'Conflicting', 'Not possible', '"x" <img src=x> 🦀', 'the file has this printer twice', '10.0.0.2', 'another one'])
      expect(within(list).getByText(text)).toBeInTheDocument();
    expect(sent).toHaveLength(1);
    expect(within(list).getByRole('checkbox', { name: 'Import Printer 1' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Import 1 Printer' })).toBeEnabled();
    await userEvent.click(within(list).getByRole('checkbox', { name: 'Overwrite Old name' }));
    await userEvent.click(screen.getByRole('button', { name: 'Import 2 Printers' }));
    await screen.findByText('Every chosen printer is here now.');
    expect(sent.at(-1)!.body.choices).toEqual([{ line: 0 }, { line: 2 }]);
  });

  it('asks for the access codes that the file does not have', async () => {
    lines = [line(0, { needs_access_code: true, missing: [secret('access_code', 'Access Code', true)] })];
    await choose('{}');
    expect(await screen.findByRole('button', { name: 'Import 1 Printer' })).toBeDisabled();
    await userEvent.type(screen.getByRole('textbox', { name: 'Access Code of Printer 0' }), '12345678');
    await userEvent.click(screen.getByRole('button', { name: 'Import 1 Printer' }));
    await waitFor(() => expect(sent.at(-1)!.body.choices).toEqual([{ line: 0, access_code: '12345678' }]));
  });

  it('asks for the secrets of any driver, by their own names', async () => {
    lines = [line(0, { driver: 'kiln', missing: [secret('api_key', 'API Key', true), secret('camera_key', 'Camera Key', false)] })];
    await choose('{}');
    expect(await screen.findByText('API Key is missing.')).toBeInTheDocument();
    expect(screen.getAllByText('The file has none: On its screen')).toHaveLength(2);
    await userEvent.type(screen.getByRole('textbox', { name: 'API Key of Printer 0' }), 'k1ln');
    await userEvent.click(screen.getByRole('button', { name: 'Import 1 Printer' }));
    await waitFor(() => expect(sent.at(-1)!.body.choices).toEqual([{ line: 0, options: { api_key: 'k1ln', camera_key: '' } }]));
  });

  it('asks for the passphrase of a sealed file and tells when it is wrong', async () => {
    await choose('{"sealed":{}}');
    expect(sent).toHaveLength(0);
    refusal = { status: 422, body: { code: 'rejected', detail: 'passphrase: it does not open the file', status: 422, title: '', type: 'about:blank' } };
    await userEvent.type(await screen.findByLabelText('Passphrase'), 'wrong horse');
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('it does not open the file');
    refusal = undefined;
    lines = [line(0, {})];
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await screen.findByRole('list', { name: 'Printers in the file' });
    expect(sent.at(-1)!.body.passphrase).toBe('wrong horse');
  });

  it('does not even read a huge file', async () => {
    await choose('x'.repeat(max_file_bytes + 1), 'film.json');
    expect(await screen.findByRole('alert')).toHaveTextContent('A backup has at most 2 MB and “film.json” has 2.1 MB');
    expect(sent).toHaveLength(0);
  });

  it('shows Fuse’s reason for a file that is none', async () => {
    refusal = { status: 400, body: { code: 'malformed', detail: 'the file is not whole, its end is missing: copy it once more', status: 400, title: '', type: 'about:blank' } };
    await choose('{"format":"gantry');
    expect(await screen.findByRole('alert')).toHaveTextContent('its end is missing');
  });
});
