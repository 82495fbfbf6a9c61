/** What is loaded when somebody opens the palette. */
export * from './PaletteDialog';
export * from './entries';
export * from './printerEntries';
export * from './useAtOpening';
export * from './useThemeEntry';
export type { PaletteProps } from './CommandPalette';
