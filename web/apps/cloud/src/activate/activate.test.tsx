import { ApiError } from '@gantry/api';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { open, owner, refusal, serve as answer } from '../testing';
import { asCode, isCode, refusalText } from './code';

const workshop = { id: 's1', name: 'Workshop', role: 'owner' };
const annex = { id: 's2', name: 'Annex', role: 'admin' };
const machine = { host_name: 'workshop-pi', address: '203.0.113.7', fingerprint: '3F:9A', expires_at: Date.now() + 600_000, stores: [workshop, annex] };
const ask = '/api/activation/SQMA-VR2N';
const page = '/activate?code=SQMA-VR2N';
const serve = (answers: Record<string, unknown>) => answer({ 'GET /api/printers': [], ...answers });

afterEach(() => vi.unstubAllGlobals());

describe('/activate', () => {
  it('has the code of the link filled in and shows which machine asks', async () => {
    const sent = serve({ [`GET ${ask}`]: { ...machine, stores: [workshop] } });
    await open(page);
    expect(screen.getByLabelText('Activation code')).toHaveValue('SQMA-VR2N');
    expect(await screen.findByText('workshop-pi')).toBeInTheDocument();
    expect(screen.getByText('3F:9A')).toBeInTheDocument();
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Activate' }));
    expect(await screen.findByText('Activation Successful!')).toBeInTheDocument();
    expect(screen.getByText(/workshop-pi now belongs to Workshop/)).toBeInTheDocument();
    expect(sent).toContainEqual({ call: `POST ${ask}`, body: { store: 's1' } });
  });

  it('asks which store, where there are several, and names the one that is shown', async () => {
    const sent = serve({ [`GET ${ask}`]: machine });
    await open(page);
    const choice = await screen.findByRole('combobox', { name: 'Joins store' });
    expect(choice).toHaveDisplayValue('Workshop');
    await userEvent.selectOptions(choice, 'Annex');
    await userEvent.click(screen.getByRole('button', { name: 'Activate' }));
    expect(await screen.findByText(/workshop-pi now belongs to Annex/)).toBeInTheDocument();
    expect(sent).toContainEqual({ call: `POST ${ask}`, body: { store: 's2' } });
  });

  it('lets another store be chosen when the first refuses', async () => {
    const none = refusal(403, 'forbidden', 'you lack the permission fuse.manage');
    serve({ [`GET ${ask}`]: machine, [`POST ${ask}`]: (body: unknown) => ((body as { store: string }).store === 's1' ? none : undefined) });
    await open(page);
    await userEvent.click(await screen.findByRole('button', { name: 'Activate' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('You may not add a Fuse.');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Joins store' }), 'Annex');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Activate' }));
    expect(await screen.findByText('Activation Successful!')).toBeInTheDocument();
  });

  it('sends a machine away that is not theirs', async () => {
    const sent = serve({ [`GET ${ask}`]: machine });
    await open(page);
    await userEvent.click(await screen.findByRole('button', { name: 'Not Mine' }));
    expect(await screen.findByRole('heading', { name: 'Refused' })).toBeInTheDocument();
    expect(screen.getByText(/workshop-pi joins no store/)).toBeInTheDocument();
    expect(sent.filter(({ call }) => call === `DELETE ${ask}`)).toHaveLength(1);
    expect(sent.filter(({ call }) => call === `POST ${ask}`)).toHaveLength(0);
  });

  it('takes one answer at a time, and shows no failure of the other one', async () => {
    let settle: ((answer: Response) => void) | undefined;
    serve({
      [`GET ${ask}`]: machine,
      [`DELETE ${ask}`]: refusal(503, 'offline', 'the database does not answer'),
      [`POST ${ask}`]: () => new Promise<Response>((done) => (settle = done)),
    });
    await open(page);
    await userEvent.click(await screen.findByRole('button', { name: 'Not Mine' }));
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Activate' }));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Not Mine' })).toBeDisabled();
    await act(async () => settle?.(refusal(503, 'offline', 'the database does not answer')));
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Not Mine' })).toBeEnabled();
  });

  it('keeps its code while somebody goes to another store, which comes first then', async () => {
    const moved = { ...owner, store: annex };
    let stores = [workshop, annex];
    serve({
      [`GET ${ask}`]: () => ({ ...machine, stores }),
      'GET /api/stores': [workshop, annex],
      'PUT /api/session/store': () => {
        stores = [annex, workshop];
        return moved;
      },
    });
    await open(page);
    await screen.findByRole('combobox', { name: 'Joins store' });
    await userEvent.click(screen.getByRole('button', { name: 'Store: Workshop' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Annex/ }));
    expect(await screen.findByRole('button', { name: 'Store: Annex' })).toBeInTheDocument();
    expect(await screen.findByRole('combobox', { name: 'Joins store' })).toHaveDisplayValue('Annex');
    expect(screen.getByLabelText('Activation code')).toHaveValue('SQMA-VR2N');
  });

  it('keeps its code while somebody signs in', async () => {
    serve({ [`GET ${ask}`]: machine, 'GET /api/setup': { needed: false }, 'GET /api/server': { name: '', registration: 'invitation' }, 'POST /api/session': owner });
    await open(page, null);
    expect(screen.getByText('Then confirm the Fuse that wants to join.')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText(/E-mail/), 'ada@example.com');
    await userEvent.type(screen.getByLabelText(/Password/), 'correct horse battery');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByLabelText('Activation code')).toHaveValue('SQMA-VR2N');
    expect(await screen.findByText('workshop-pi')).toBeInTheDocument();
  });

  it('takes a code typed by hand, however it is written, and says when it has expired', async () => {
    serve({ 'GET /api/activation/ABCD-EFGH': refusal(410, 'expired', 'expired') });
    await open('/activate');
    await userEvent.type(screen.getByLabelText('Activation code'), 'abcd efgh');
    expect(screen.getByLabelText('Activation code')).toHaveValue('ABCD-EFGH');
    expect(await screen.findByRole('alert')).toHaveTextContent('This code has expired.');
  });

  it('shows no machine any more when its code expires before somebody decides', async () => {
    serve({ [`GET ${ask}`]: machine, [`POST ${ask}`]: refusal(410, 'expired', 'expired') });
    await open(page);
    await userEvent.click(await screen.findByRole('button', { name: 'Activate' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('This code has expired.');
    expect(screen.queryByText('workshop-pi')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Not Mine' })).not.toBeInTheDocument();
  });
});

describe('codes', () => {
  it('are read as people write them', () => {
    expect(asCode('sqma vr2n')).toBe('SQMA-VR2N');
    expect(isCode('SQMA-VR2N')).toBe(true);
    expect(isCode('SQMA-VR2')).toBe(false);
  });

  it.each([
    ['expired', /has expired/],
    ['not_found', /is not known/],
    ['conflict', /already been used/],
    ['rejected', /was refused/],
    ['rate_limited', /Wait a few minutes/],
  ] as const)('refused as %s say so', (code, text) => expect(refusalText(new ApiError(code, 'detail'))).toMatch(text));

  it('are not to blame for a store that is gone', () => {
    expect(refusalText(new ApiError('not_found', 'no such store'), true)).toMatch(/no such store/i);
  });
});
