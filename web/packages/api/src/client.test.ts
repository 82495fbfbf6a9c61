import { describe, expect, it } from 'vitest';
import { createClient } from './client';
import { ApiError } from './problem';
import type { paths } from './generated/fuse';

function answering(status: number, body: string, type = 'application/json') {
  const seen: Array<{ url: string; init: RequestInit }> = [];
  const send = (async (url: string, init: RequestInit) => {
    seen.push({ url, init });
    return new Response(status === 204 ? null : body, { status, headers: { 'content-type': type } });
  }) as unknown as typeof fetch;
  return { call: createClient<paths>(send), seen };
}

describe('the client', () => {
  it('fills path parameters escaped and sends JSON', async () => {
    const { call, seen } = answering(200, '{}');
    await call('patch', '/api/printers/{id}', { path: { id: 'a/b' }, body: { name: 'X1' } });
    expect(seen[0]?.url).toBe('/api/printers/a%2Fb');
    expect(seen[0]?.init.body).toBe('{"name":"X1"}');
  });

  it('turns problem+json into an error with its code and detail', async () => {
    const body = JSON.stringify({ title: 'Busy', status: 409, code: 'busy', detail: 'A job is running.' });
    const { call } = answering(409, body, 'application/problem+json');
    await expect(call('get', '/api/settings')).rejects.toMatchObject({ code: 'busy', message: 'A job is running.' });
  });

  it('explains an answer that is not ours', async () => {
    const { call } = answering(502, '<html>', 'text/html');
    await expect(call('get', '/api/settings')).rejects.toMatchObject({ message: 'The server answered 502.' });
  });

  it('explains a server that does not answer', async () => {
    const call = createClient<paths>((() => Promise.reject(new TypeError('failed'))) as typeof fetch);
    const error = await call('get', '/api/status').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).code).toBe('offline');
  });

  it('reads a list that comes in parts to its end', async () => {
    const seen: string[] = [];
    const parts: Record<string, [unknown[], string?]> = {
      '/api/printers': [[{ id: 1 }], '/api/printers?limit=1000&after=1'],
      '/api/printers?limit=1000&after=1': [[{ id: 2 }], '/api/printers?limit=1000&after=2'],
      '/api/printers?limit=1000&after=2': [[{ id: 3 }]],
    };
    const call = createClient<paths>((async (url: string) => {
      seen.push(url);
      const [body, next] = parts[url]!;
      return Response.json(body, { headers: next ? { link: `<${next}>; rel="next"` } : {} });
    }) as typeof fetch);
    expect(await call('get', '/api/printers')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(seen).toHaveLength(3);
  });
});
