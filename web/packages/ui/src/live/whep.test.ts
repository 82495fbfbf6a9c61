import { describe, expect, it, vi } from 'vitest';
import { settle } from './fakes';
import { whep } from './whep';
import { LiveRefusal } from './signalling';

interface Sent {
  url: string;
  method: string;
  body: string;
}

function server(answer: () => Response) {
  const sent: Sent[] = [];
  const send = vi.fn(async (url: string, init: RequestInit = {}) => {
    sent.push({ url, method: init.method ?? 'GET', body: String(init.body ?? '') });
    return init.method === 'POST' ? answer() : new Response(null, { status: 204 });
  });
  const signalling = whep('/api/printers/p1/whep', send as unknown as typeof fetch)({ candidate: () => {}, quality: () => {}, ended: () => {} });
  return { sent, signalling };
}

const created = () => new Response('answer', { status: 201, headers: { location: '/api/printers/p1/whep/s1' } });
const offer = 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:abcd\r\na=ice-pwd:secret\r\na=mid:0\r\n';
const candidate = (text: string) => ({ candidate: text }) as RTCIceCandidate;

describe('whep', () => {
  it('posts the offer and reads the answer', async () => {
    const { sent, signalling } = server(created);
    expect(await signalling.exchange(offer)).toBe('answer');
    expect(sent[0]).toMatchObject({ url: '/api/printers/p1/whep', method: 'POST', body: offer });
  });

  it('sends early candidates together once the session has a name', async () => {
    const { sent, signalling } = server(created);
    const exchange = signalling.exchange(offer);
    signalling.candidate(candidate('candidate:1'));
    signalling.candidate(candidate('candidate:2'));
    signalling.candidate(null);
    await exchange;
    await settle();
    const patches = sent.filter(({ method }) => method === 'PATCH');
    expect(patches).toHaveLength(1);
    expect(patches[0]?.url).toMatch(/\/whep\/s1$/);
    expect(patches[0]?.body.split('\r\n')).toEqual([
      'a=ice-ufrag:abcd',
      'a=ice-pwd:secret',
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      'a=mid:0',
      'a=candidate:1',
      'a=candidate:2',
      'a=end-of-candidates',
      '',
    ]);
  });

  it('deletes the session, also one that was closed before its answer came', async () => {
    const { sent, signalling } = server(created);
    const exchange = signalling.exchange(offer);
    signalling.close();
    await exchange;
    expect(sent.at(-1)).toMatchObject({ method: 'DELETE' });
  });

  it('turns a refusal into its reason', async () => {
    const problem = JSON.stringify({ title: 'Off', status: 409, code: 'disabled', detail: 'Cameras are off.' });
    const { signalling } = server(() => new Response(problem, { status: 409 }));
    const reason: unknown = await signalling.exchange(offer).catch((error: unknown) => error);
    expect(reason).toBeInstanceOf(LiveRefusal);
    expect((reason as LiveRefusal).problem).toEqual({ code: 'disabled', detail: 'Cameras are off.' });
  });
});
