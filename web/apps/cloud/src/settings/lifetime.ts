/** For how many days a key or a link is good; '' is for ever. */
export type Lifetime = '30' | '90' | '365' | '';

export const lifetimes: { value: Lifetime; label: string }[] = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'No end' },
];

const day = 24 * 3600 * 1000;

/** What a request says of it. */
export const endOf = (lifetime: Lifetime): { expires_at?: number } => (lifetime === '' ? {} : { expires_at: Date.now() + Number(lifetime) * day });

/** Beside what ends by itself, or never does. */
export function expiryText(expires_at: number | null, now: number): string {
  if (expires_at === null) return 'does not expire';
  return expires_at <= now ? 'expired' : `expires ${new Date(expires_at).toLocaleDateString()}`;
}
