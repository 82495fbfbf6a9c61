import { ApiError, problemText } from '@gantry/api';

/** What a person types becomes XXXX-XXXX; other characters are dropped. */
export function asCode(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

export const isCode = (code: string): boolean => /^[A-Z0-9]{4}-[A-Z0-9]{4}$/.test(code);

const next = 'Request a new activation code on the Fuse and try again.';

export function refusalText(error: unknown): string {
  if (!(error instanceof ApiError)) return problemText(error);
  if (error.code === 'expired') return `This code has expired. ${next}`;
  if (error.code === 'not_found') return `This code is not known. Check it, or: ${next}`;
  if (error.code === 'conflict') return `This code has already been used. ${next}`;
  if (error.code === 'rate_limited') return 'Too many codes were tried. Wait a few minutes, then try again.';
  if (error.code === 'forbidden') return 'You may not add a Fuse to this store. Ask an owner or admin.';
  return problemText(error);
}
