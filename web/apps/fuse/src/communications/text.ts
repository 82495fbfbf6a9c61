import type { Direction } from './types';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });

/** To the millisecond. */
export const timeText = (at: number): string => time.format(at);

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

export const directions: Record<Direction, { label: string; icon: 'up' | 'down-arrow' | 'link' }> = {
  send: { label: 'Send', icon: 'up' },
  receive: { label: 'Receive', icon: 'down-arrow' },
  connection: { label: 'Connection', icon: 'link' },
};
