import type { PrinterState } from '@gantry/api';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Theme } from './theme/Theme';

/** For tests: what every page stands in. */
export function renderPage(page: ReactNode, cache = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })) {
  const all = (content: ReactNode) => (
    <Theme env="test">
      <QueryClientProvider client={cache}>{content}</QueryClientProvider>
    </Theme>
  );
  const { rerender, ...rest } = render(all(page));
  return { ...rest, cache, rerender: (content: ReactNode) => rerender(all(content)) };
}

/** The page, or something else, was moved by so many pixels. */
export function scrollBy(pixels: number, what: EventTarget = window): void {
  if (what === window) window.scrollY += pixels;
  what.dispatchEvent(new Event('scroll'));
}

/** A connected printer that does nothing. */
export function stateOf(change: Partial<PrinterState> = {}): PrinterState {
  return {
    connection: 'online',
    problem: null,
    activity: 'idle',
    stage: '',
    progress: { job_name: '', percent: 0, remaining_minutes: null, layer: 0, total_layers: 0 },
    speed: 'standard',
    nozzle: { actual_c: 25, target_c: 0 },
    nozzle_diameter_mm: 0.4,
    nozzles: [],
    bed: { actual_c: 25, target_c: 0 },
    chamber: null,
    fans: {},
    filament_units: [],
    external_spools: [],
    faults: [],
    light_on: null,
    firmware: '',
    wifi_dbm: 0,
    wired: false,
    storage: 'unknown',
    developer_mode_off: false,
    connected_at: 0,
    last_report_at: 0,
    reconnects: 0,
    ...change,
  };
}
