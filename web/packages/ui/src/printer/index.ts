export * from './Faults';
export * from './Filament';
export * from './advice';
export * from './filamentText';
