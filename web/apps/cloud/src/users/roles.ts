import type { Role } from '../api';

export const roleText: Record<Role, string> = { owner: 'Store Owner', admin: 'Admin', operator: 'Operator', viewer: 'Viewer' };

export const roleOptions = (Object.keys(roleText) as Role[]).map((value) => ({ value, label: roleText[value] }));
