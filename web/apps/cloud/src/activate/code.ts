import { ApiError, problemText } from '@gantry/api';

/** What a person types becomes XXXX-XXXX; other characters are dropped. */
export function asCode(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

export const isCode = (code: string): boolean => /^[A-Z0-9]{4}-[A-Z0-9]{4}$/.test(code);

const next = 'Request a new activation code on the Fuse and try again.';

/** Whether another code is needed, whatever else is changed. */
export const endsTheCode = (error: unknown): boolean => error instanceof ApiError && ['expired', 'conflict', 'rejected'].includes(error.code);

/** `seen`: the code was known a moment ago, so that it is something else which is not found. */
export function refusalText(error: unknown, seen = false): string {
  if (!(error instanceof ApiError)) return problemText(error);
  if (error.code === 'expired') return `This code has expired. ${next}`;
  if (error.code === 'rejected') return `This code was refused. ${next}`;
  if (error.code === 'not_found' && !seen) return `This code is not known. Check it, or: ${next}`;
  if (error.code === 'conflict') return `This code has already been used. ${next}`;
  if (error.code === 'rate_limited') return 'Too many codes were tried. Wait a few minutes, then try again.';
  if (error.code === 'forbidden') return 'You may not add a Fuse. Ask an owner or admin of the store.';
  return problemText(error);
}
