/**
 * When this page heard each printer's newest report, by its own clock. `last_report_at` is by the clock of the Fuse's
 * host, and no message says how far the two are apart: a printer that is well would look old by some seconds.
 */
const heard = new Map<string, { report: number; at: number }>();

/** What has just arrived; the same report again was heard before. */
export function hear(printer: string, report: number | undefined): void {
  if (report !== undefined && heard.get(printer)?.report !== report) heard.set(printer, { report, at: Date.now() });
}

/** Undefined for a report that came by no event. */
export function heardAt(printer: string, report: number): number | undefined {
  const last = heard.get(printer);
  return last?.report === report ? last.at : undefined;
}
