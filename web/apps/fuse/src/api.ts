import { createClient } from '@gantry/api';
import type { components, paths } from '@gantry/api/fuse';
import { QueryClient, queryOptions } from '@tanstack/react-query';

type Schemas = components['schemas'];
export type Status = Schemas['Status'];
export type Activation = Schemas['Activation'];
export type Settings = Schemas['Settings'];
export type SettingsChange = Schemas['SettingsChange'];
export type PrinterView = Schemas['PrinterView'];
export type NewPrinter = Schemas['NewPrinter'];
export type PrinterChange = Schemas['PrinterChange'];
export type LogEvent = Schemas['LogEvent'];
export type CachedFile = Schemas['File'];
export type Transfer = Schemas['Transfer'];
export type LogLine = Schemas['LogLine'];
export type Client = Schemas['Client'];
export type CameraSwitches = Schemas['CameraSwitches'];
export type ImportReview = Schemas['ImportReview'];
export type ImportLine = Schemas['ImportLine'];
export type ImportedLine = Schemas['ImportedLine'];
export type Session = Schemas['Session'];
export type Access = Schemas['Access'];
export type AccessSession = Schemas['AccessSession'];
export type History = Schemas['History'];
export type FuseEvent = Schemas['Event'];

export const fuse = createClient<paths>();

/** The events keep the cache true; a query only fills it first. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: Infinity, retry: 2, refetchOnWindowFocus: false } },
});

export const statusQuery = queryOptions({ queryKey: ['status'], queryFn: () => fuse('get', '/api/status') });
export const activationQuery = queryOptions({ queryKey: ['activation'], queryFn: () => fuse('get', '/api/activation') });
export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: () => fuse('get', '/api/settings') });
export const transfersQuery = queryOptions({ queryKey: ['transfers'], queryFn: () => fuse('get', '/api/transfers') });
export const filesQuery = queryOptions({ queryKey: ['files'], queryFn: () => fuse('get', '/api/files') });
/** Events keep what has not changed as it is, so comparing everything again would only cost. */
export const printersQuery = queryOptions({
  queryKey: ['printers'],
  queryFn: () => fuse('get', '/api/printers'),
  structuralSharing: false,
});
