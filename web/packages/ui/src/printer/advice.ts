import type { OverallStatus, Printer, PrinterState } from '@gantry/api';

interface View {
  printer: Pick<Printer, 'model'>;
  status: OverallStatus;
  state: Pick<PrinterState, 'connection'>;
}

/** What a printer that is connected still needs before it can print: docs/status.md. */
export function missingSetting({ printer, status, state }: View): string | undefined {
  if (status !== 'needs_configuration' || state.connection !== 'online') return undefined;
  if (!printer.model || printer.model === 'Other') return 'Its model is not known, nor what it takes. Add it again in Fuse and choose its model.';
  return 'No spool has a material. Set it at the printer.';
}
