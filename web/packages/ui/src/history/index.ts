export * from './LastHour';
export * from './series';
