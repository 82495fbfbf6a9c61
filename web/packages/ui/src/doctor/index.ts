export * from './Checks';
export * from './path';
export * from './servers';
export * from './step';
export * from './usePath';
