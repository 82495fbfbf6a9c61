export * from './Checks';
export * from './DoctorDialog';
export type { CauseId } from './causes';
export * from './path';
export * from './servers';
export * from './step';
export * from './usePath';
