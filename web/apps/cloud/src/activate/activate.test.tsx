import { ApiError } from '@gantry/api';
import { renderPage } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionQuery, type Session } from '../api';
import { routeTree } from '../router';
import { asCode, isCode, refusalText } from './code';

const session: Session = {
  user: { id: 'u1', name: 'Ada', email: 'ada@example.com' },
  store: { id: 's1', name: 'Workshop', role: 'owner' },
  permissions: ['printer.view', 'fuse.manage'],
};
const machine = { host_name: 'workshop-pi', address: '203.0.113.7', fingerprint: '3F:9A', expires_at: Date.now() + 600_000, store_name: 'Workshop' };

beforeEach(() =>
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (!url.endsWith('/SQMA-VR2N')) {
      const problem = { title: 'Gone', status: 410, code: 'expired', detail: 'expired' };
      return Response.json(problem, { status: 410, headers: { 'content-type': 'application/problem+json' } });
    }
    return init.method === 'POST' ? new Response(null, { status: 204 }) : Response.json(machine);
  }),
);
afterEach(() => vi.unstubAllGlobals());

async function open(address: string) {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [address] }) });
  const page = renderPage(null);
  page.cache.setQueryData(sessionQuery.queryKey, session);
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
}

describe('/activate', () => {
  it('has the code of the link filled in and shows which machine asks', async () => {
    await open('/activate?code=SQMA-VR2N');
    expect(screen.getByLabelText('Activation code')).toHaveValue('SQMA-VR2N');
    expect(await screen.findByText('workshop-pi')).toBeInTheDocument();
    expect(screen.getByText('3F:9A')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Activate' }));
    expect(await screen.findByText('Activation Successful!')).toBeInTheDocument();
  });

  it('takes a code typed by hand, however it is written, and says when it has expired', async () => {
    await open('/activate');
    await userEvent.type(screen.getByLabelText('Activation code'), 'abcd efgh');
    expect(screen.getByLabelText('Activation code')).toHaveValue('ABCD-EFGH');
    expect(await screen.findByRole('alert')).toHaveTextContent('This code has expired.');
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
    ['rate_limited', /Wait a few minutes/],
  ] as const)('refused as %s say so', (code, text) => expect(refusalText(new ApiError(code, 'detail'))).toMatch(text));
});
