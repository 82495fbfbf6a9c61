import type { Live } from './useLive';

/** What a tile or card carries so that a program sees what a person sees. */
export function liveData(live: Live, printer: { id: string; name: string }) {
  return {
    'data-printer-id': printer.id,
    'data-printer-name': printer.name,
    'data-live-state': live.phase,
    'data-first-frame-ms': live.firstFrameMs,
  };
}
