import { useQuery } from '@tanstack/react-query';
import { rolesQuery, type Permission, type Role, type User } from '../api';

export const roleText: Record<Role, string> = { owner: 'Store Owner', admin: 'Admin', operator: 'Operator', viewer: 'Viewer' };

export const roleOptions = (Object.keys(roleText) as Role[]).map((value) => ({ value, label: roleText[value] }));

interface Group {
  title: string;
  permissions: ReadonlyArray<readonly [Permission, string]>;
}

/** What is offered, to people and to API keys. */
export const permissionGroups: readonly Group[] = [
  {
    title: 'Printers',
    permissions: [
      ['printer.view', 'See printers'],
      ['printer.control', 'Control printers'],
      ['printer.edit', 'Tag printers'],
      ['printer.camera', 'See cameras, live and snapshots'],
    ],
  },
  {
    title: 'Jobs',
    permissions: [['job.view', 'See jobs']],
  },
  {
    title: 'Fuses and store',
    permissions: [
      ['fuse.view', 'See Fuses'],
      ['fuse.manage', 'Activate and revoke Fuses'],
      ['store.settings', 'Rename the store'],
      ['store.delete', 'Delete the store'],
    ],
  },
  {
    title: 'People',
    permissions: [
      ['user.view', 'See users'],
      ['user.manage', 'Manage users'],
      ['apikey.manage', 'Manage API keys and wall links'],
      ['audit.view', 'Read the audit log'],
    ],
  },
];

/** They open nothing yet, and are not offered: docs/permissions.md. */
const later: Group['permissions'] = [
  ['job.submit', 'Start and queue prints'],
  ['job.control', 'Change and cancel jobs'],
  ['file.view', 'See and download files'],
  ['file.manage', 'Upload and delete files'],
];

/** An API key never holds these: docs/permissions.md. */
export const neverOfKeys: ReadonlySet<Permission> = new Set(['store.delete', 'user.view', 'user.manage', 'apikey.manage']);

export const permissionLabel = Object.fromEntries([...permissionGroups.flatMap(({ permissions }) => permissions), ...later]) as Record<Permission, string>;

export type RoleBrings = (role: Role, permission: Permission) => boolean;

/** What a role brings by itself, as the server says; nothing until it has answered. */
export function useRoleBrings(): RoleBrings {
  const { data } = useQuery(rolesQuery);
  return (role, permission) => data?.find((one) => one.role === role)?.permissions.includes(permission) ?? false;
}

export const holds = ({ role, overrides }: User, permission: Permission, brings: RoleBrings): boolean =>
  role === 'owner' || (overrides[permission] ?? brings(role, permission));
