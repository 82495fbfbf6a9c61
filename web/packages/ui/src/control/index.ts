export * from './CommandStatus';
export * from './Refusal';
export * from './StopConfirm';
export * from './commandText';
export * from './speeds';
export * from './useCommand';
