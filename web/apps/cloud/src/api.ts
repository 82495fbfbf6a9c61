import { ApiError, createClient } from '@gantry/api';
import type { components, paths } from '@gantry/api/cloud';
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { fetchRenewing, renewSession } from './session/renewal';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type Store = Schemas['Store'];
export type Device = Schemas['Device'];
export type Invitation = Schemas['Invitation'];
export type Invited = Schemas['Invited'];
export type Newcomer = Schemas['Newcomer'];
export type Overrides = Schemas['Overrides'];
export type ApiKey = Schemas['ApiKey'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditActor = Schemas['AuditActor'];
export type User = Schemas['User'];
export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];
export type Scope = Schemas['Scope'];
export type Wall = Schemas['Wall'];
export type FuseHost = Schemas['Fuse'];
export type Asking = Schemas['Asking'];
export type ServerSettings = Schemas['ServerSettings'];
export type ServerChange = Schemas['ServerSettingsChange'];
export type PrinterView = Schemas['PrinterView'];
export type PrintRecord = Schemas['PrintRecord'];
export type ServerEvent = Schemas['ServerEvent'];
export type PageEvent = Schemas['PageEvent'];
export type CheckEvent = Extract<ServerEvent, { type: `check.${string}` }>;
export type LiveEvent = Extract<ServerEvent, { type: `live.${string}` }>;

export const cloud = createClient<paths>(fetchRenewing as typeof fetch);

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: Infinity, retry: retryUnlessRefused, refetchOnWindowFocus: false } },
});

/** An answer is an answer; only silence is asked again. */
function retryUnlessRefused(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ApiError && error.status === 0;
}

/** null = nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => (await cloud('get', '/api/session')) ?? renewSession(),
});

export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: () => cloud('get', '/api/setup') });
export const serverQuery = queryOptions({ queryKey: ['server'], queryFn: () => cloud('get', '/api/server') });
export const serverSettingsQuery = queryOptions({ queryKey: ['server settings'], queryFn: () => cloud('get', '/api/server/settings') });
/** Events keep what has not changed as it is, so comparing everything again would only cost. */
export const printersQuery = queryOptions({
  queryKey: ['printers'],
  queryFn: () => cloud('get', '/api/printers'),
  structuralSharing: false,
});
export const fusesQuery = queryOptions({ queryKey: ['fuses'], queryFn: () => cloud('get', '/api/fuses'), refetchInterval: 10_000 });
export const rolesQuery = queryOptions({ queryKey: ['roles'], queryFn: () => cloud('get', '/api/roles') });
export const storesQuery = queryOptions({ queryKey: ['stores'], queryFn: () => cloud('get', '/api/stores') });
export const devicesQuery = queryOptions({ queryKey: ['devices'], queryFn: () => cloud('get', '/api/sessions') });
export const secondFactorQuery = queryOptions({ queryKey: ['second factor'], queryFn: () => cloud('get', '/api/account/second-factor') });
export const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: () => cloud('get', '/api/invitations') });
export const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: () => cloud('get', '/api/keys') });
export const wallsQuery = queryOptions({ queryKey: ['walls'], queryFn: () => cloud('get', '/api/walls') });
export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: () => cloud('get', '/api/users') });

export const may = (session: Session | null | undefined, permission: Permission): boolean => session?.permissions.includes(permission) ?? false;
export const mayWatch = (session: Session | null | undefined): boolean => session?.permissions.includes('printer.camera') ?? false;
