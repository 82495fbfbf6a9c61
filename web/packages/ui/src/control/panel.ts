/** What is loaded when a printer is to be controlled in detail. */
export * from './HeatDialog';
export * from './HeatTiles';
export * from './PrinterControls';
export * from './heaters';
export * from './Section';
