import { ApiError, createClient } from '@gantry/api';
import type { components, paths } from '@gantry/api/cloud';

type Session = components['schemas']['Session'];

const plain = createClient<paths>();
/** The access lasts 15 minutes; a page that sleeps renews when it is next asked for something. */
export const renewEveryMs = 10 * 60_000;

let underWay: Promise<Session | null> | undefined;

/** Renews the access with the refresh cookie; null = nobody is signed in any more. One at a time in a page. */
export function renewSession(): Promise<Session | null> {
  underWay ??= renew().finally(() => {
    underWay = undefined;
  });
  return underWay;
}

async function renew(): Promise<Session | null> {
  try {
    return (await plain('post', '/api/session/refresh')) ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** fetch that renews an access that has ended, and asks again: nobody is signed out by a page that slept. */
export async function fetchRenewing(address: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(address, init);
  if (response.status !== 401 || String(address).startsWith('/api/session')) return response;
  const renewed = await renewSession().catch(() => null);
  return renewed ? fetch(address, init) : response;
}
