import type { IconName } from '@gantry/ui';
import { may, type Permission, type Session } from './api';

interface Page {
  to: '/' | '/printers' | '/fuses' | '/settings';
  label: string;
  icon: IconName;
  permission?: Permission;
}

/** What the side bar leads to. */
export const pages: Page[] = [
  { to: '/', label: 'Dashboard', icon: 'dashboard' },
  { to: '/printers', label: 'Printers', icon: 'printer', permission: 'printer.view' },
  { to: '/fuses', label: 'Fuses', icon: 'host', permission: 'fuse.view' },
  { to: '/settings', label: 'Settings', icon: 'gear' },
];

export const settingsPages = [
  { to: '/settings/store', label: 'Store', permission: undefined },
  { to: '/settings/users', label: 'Users', permission: 'user.view' },
  { to: '/settings/keys', label: 'API Keys', permission: 'apikey.manage' },
  { to: '/settings/walls', label: 'Wall Links', permission: 'apikey.manage' },
  { to: '/settings/audit', label: 'Audit', permission: 'audit.view' },
] as const satisfies ReadonlyArray<{ to: string; label: string; permission?: Permission | undefined }>;

/** Those of them that are open to this person. */
export const openTo = <Entry extends { permission?: Permission | undefined }>(session: Session | null | undefined, all: readonly Entry[]): Entry[] =>
  all.filter(({ permission }) => !permission || may(session, permission));
