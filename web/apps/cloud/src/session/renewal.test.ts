import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchRenewing, renewSession } from './renewal';

const session = { user: { id: 'u1', name: 'Ada', email: 'ada@example.com' }, store: null, permissions: [] };
const refused = () => Response.json({ code: 'unauthorized', detail: 'sign in first' }, { status: 401 });

/** A server whose access has ended until it is renewed. */
function server({ refresh }: { refresh: () => Response }) {
  const calls: string[] = [];
  let renewed = false;
  vi.stubGlobal('fetch', async (url: string) => {
    calls.push(url);
    if (url === '/api/session/refresh') {
      const answer = refresh();
      renewed = answer.status === 200;
      return answer;
    }
    return renewed ? Response.json([]) : refused();
  });
  return calls;
}

afterEach(() => vi.unstubAllGlobals());

describe('the access of a page', () => {
  it('is renewed when it has ended, and the question asked again', async () => {
    const calls = server({ refresh: () => Response.json(session) });
    expect((await fetchRenewing('/api/printers')).status).toBe(200);
    expect(calls).toEqual(['/api/printers', '/api/session/refresh', '/api/printers']);
  });

  it('is renewed once for all that ask at the same time', async () => {
    const calls = server({ refresh: () => Response.json(session) });
    await Promise.all([fetchRenewing('/api/printers'), fetchRenewing('/api/fuses'), fetchRenewing('/api/users')]);
    expect(calls.filter((url) => url === '/api/session/refresh')).toHaveLength(1);
  });

  it('has an end: nobody is signed in when the server refuses', async () => {
    server({ refresh: refused });
    expect((await fetchRenewing('/api/printers')).status).toBe(401);
    expect(await renewSession()).toBeNull();
  });

  it('does not end because the server is away for a moment', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('network');
    });
    await expect(renewSession()).rejects.toThrow('does not answer');
  });
});
