import type { components } from '@gantry/api/fuse';

type Schemas = components['schemas'];
export type Message = Schemas['CommunicationMessage'];
export type Detail = Schemas['CommunicationDetail'];
export type Kept = Schemas['Communications']['kept'];
export type Change = Detail['changes'][number];
export type Direction = Message['direction'];
export type CommunicationsEvent = Schemas['CommunicationsEvent'];
