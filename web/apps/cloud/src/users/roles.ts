import type { Role, User } from '../api';

export const roleText: Record<Role, string> = { owner: 'Store Owner', admin: 'Admin', operator: 'Operator', viewer: 'Viewer' };

export const roleOptions = (Object.keys(roleText) as Role[]).map((value) => ({ value, label: roleText[value] }));

export const permissions = [
  { name: 'printer.view', label: 'See printers' },
  { name: 'printer.control', label: 'Control printers' },
  { name: 'printer.camera', label: 'See cameras, live and snapshots' },
  { name: 'fuse.view', label: 'See Fuses' },
  { name: 'fuse.manage', label: 'Activate and revoke Fuses' },
  { name: 'user.view', label: 'See users' },
  { name: 'user.manage', label: 'Manage users' },
] as const;

export type Permission = (typeof permissions)[number]['name'];

const ofOperator = new Set<Permission>(['printer.view', 'printer.control', 'printer.camera', 'fuse.view']);

/** What a role brings by itself; what is granted or taken away beside it is in the user's overrides. */
export function roleBrings(role: Role, permission: Permission): boolean {
  if (role === 'viewer') return permission === 'printer.view';
  return role !== 'operator' || ofOperator.has(permission);
}

export const mayWatchCameras = ({ role, overrides }: User): boolean =>
  role === 'owner' || (overrides['printer.camera'] ?? roleBrings(role, 'printer.camera'));
