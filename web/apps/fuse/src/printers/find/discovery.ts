import type { components } from '@gantry/api/fuse';

type Schemas = components['schemas'];
export type Discovery = Schemas['Discovery'];
export type DiscoveryEvent = Schemas['DiscoveryEvent'];
export type Found = Schemas['FoundPrinter'];
export type Scan = Schemas['Scan'];

export const keyOf = ({ driver, serial }: { driver: string; serial: string }): string => `${driver} ${serial}`;

/** What is found keeps its place, so that no row moves under a finger; what is new comes last. */
export function withEvent(before: Discovery | undefined, event: DiscoveryEvent): Discovery {
  const gone = new Set(event.gone.map(keyOf));
  const news = new Map(event.printers.map((found) => [keyOf(found.seen), found]));
  const kept = event.fresh ? [] : (before?.printers ?? []).filter(({ seen }) => !gone.has(keyOf(seen)));
  const printers = kept.map((found) => news.get(keyOf(found.seen)) ?? found);
  const present = new Set(kept.map(({ seen }) => keyOf(seen)));
  return { ...event, printers: [...printers, ...[...news].filter(([key]) => !present.has(key)).map(([, found]) => found)] };
}

/** The first so many: when there are more, those that showed their certificate or are here already, before whoever only says what it is. */
export function likelyFirst(printers: Found[], most: number): Found[] {
  if (printers.length <= most) return printers;
  const sure = ({ seen, known }: Found) => Boolean(known) || seen.scanned;
  return [...printers.filter(sure), ...printers.filter((found) => !sure(found))].slice(0, most);
}

/** The owner's name for it, or one that tells it from others of its model. */
export const nameOf = ({ seen }: Found): string => seen.name || `${seen.model} ${seen.serial.slice(-3)}`;

export const isSubnetScan = (scan: Scan | null | undefined): scan is Scan => scan?.kind === 'subnet';

/** How far a scan is, from 0 to 1. */
export function progressOf(scan: Scan, now: number): number {
  if (scan.state !== 'running') return 1;
  if (scan.total > 0) return scan.probed / scan.total;
  if (scan.ends_at <= scan.started_at) return 0;
  return Math.min(1, Math.max(0, (now - scan.started_at) / (scan.ends_at - scan.started_at)));
}
