import type { Look } from '@gantry/ui';
import type { Status } from '../api';
import type { CaseId } from '../help/cases';

export interface Indicator {
  text: string;
  tone: Look['tone'];
  reason?: string;
  next?: string;
  help?: CaseId;
}

export function printersIndicator({ printers_connected, printers_total }: Status): Indicator {
  const text = `${printers_connected} connected`;
  if (printers_total === 0) return { text, tone: 'gray', next: 'Add the first one on the Printers page.' };
  if (printers_connected === printers_total) return { text, tone: 'green' };
  const missing = printers_total - printers_connected;
  return {
    text,
    tone: printers_connected > 0 ? 'yellow' : 'red',
    reason: `${missing} of ${printers_total} not connected.`,
    next: 'Each card on the Printers page says why.',
  };
}

export function fuseIndicator(answering: boolean): Indicator {
  if (answering) return { text: 'Running', tone: 'green' };
  return {
    text: 'Not answering',
    tone: 'red',
    reason: 'This page has lost the Fuse program.',
    next: 'Start it again on its machine; the page comes back by itself.',
  };
}

const checkNetwork = 'Check the internet connection and the Gateway URL in Settings.';

export function cloudIndicator({ state, problem }: Status['cloud']): Indicator {
  const reason = problem?.detail;
  switch (state) {
    case 'connected':
      return { text: 'Connected', tone: 'green' };
    case 'connecting':
      return { text: 'Connecting', tone: 'yellow', reason };
    case 'not_activated':
      return { text: 'Not activated', tone: 'gray', reason, next: 'Activate this Fuse to reach it from anywhere.' };
    case 'disabled':
      return { text: 'Disabled', tone: 'gray', reason, next: 'Turn the gateway on in Settings.' };
    case 'offline':
      return { text: 'Disconnected', tone: 'red', reason, next: checkNetwork, help: 'cloud' };
    case 'refused':
      return { text: 'Refused', tone: 'red', reason, next: 'Deactivate in Settings, then activate again.', help: 'cloud' };
  }
}
