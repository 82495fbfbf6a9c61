/** What the address bar keeps. */
export interface AuditSearch {
  area?: string;
  who?: string;
  days?: string;
}

export const areas = [
  { value: '', label: 'Everything' },
  { value: 'session.', label: 'Signing in and out' },
  { value: 'user.', label: 'Users' },
  { value: 'password.', label: 'Passwords' },
  { value: 'second_factor.', label: 'Second factor' },
  { value: 'apikey.', label: 'API keys' },
  { value: 'wall.', label: 'Wall links' },
  { value: 'fuse.', label: 'Fuses' },
  { value: 'printer.', label: 'Printers' },
  { value: 'store.', label: 'Store' },
];

export const spans = [
  { value: '', label: 'Whenever' },
  { value: '1', label: 'Last day' },
  { value: '7', label: 'Last week' },
  { value: '30', label: 'Last month' },
];

const day = 24 * 3600 * 1000;

interface AuditQuery {
  actor?: string;
  action?: string;
  since?: number;
}

export function queryOf({ area, who, days }: AuditSearch, now = Date.now()): AuditQuery {
  return { ...(who && { actor: who }), ...(area && { action: area }), ...(days && { since: now - Number(days) * day }) };
}
