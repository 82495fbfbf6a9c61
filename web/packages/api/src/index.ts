export { createClient, fillPath } from './client';
export type { Answer, Client } from './client';
export { ApiError, problemText } from './problem';
export type { ErrorCode, Problem } from './problem';
import type { components } from './generated/fuse';

type Schemas = components['schemas'];
export type PrinterState = Schemas['PrinterState'];
export type OverallStatus = Schemas['OverallStatus'];
export type Printer = Schemas['Printer'];
export type FilamentUnit = Schemas['FilamentUnit'];
export type FilamentSlot = Schemas['FilamentSlot'];
export type Temperature = Schemas['Temperature'];
export type ProblemText = Schemas['ProblemText'];
export type Fault = Schemas['Fault'];
export type CheckStep = Schemas['CheckStep'];
export type CheckReport = Schemas['CheckReport'];
export type CommandAction = Schemas['Command']['action'];
