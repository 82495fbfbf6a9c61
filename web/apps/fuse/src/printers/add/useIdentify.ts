import { problemText } from '@gantry/api';
import { useQuery } from '@tanstack/react-query';
import { fuse } from '../../api';
import { isAddress } from './address';
import type { Values } from './fields';
import { useSettled } from './useSettled';

export interface Identified {
  /** What the printer says, by the member of NewPrinter that takes it. */
  values: Values;
  hint: string;
}

/** Asks the printer who it is as soon as the address is whole; a certificate tells without an access code. */
export function useIdentify(driver: string, typed: string, options: Values | undefined): Identified {
  const address = typed.trim();
  const body = { driver, address, ...(options && { options }) };
  const settled = useSettled(JSON.stringify(body)) === JSON.stringify(body);
  const asking = isAddress(address) && settled;
  const { data, error, isFetching } = useQuery({
    queryKey: ['identify', body],
    queryFn: ({ signal }) => fuse('post', '/api/printers/identify', { body, signal }),
    enabled: asking,
    retry: false,
    gcTime: 0,
  });
  const known = asking && !error ? data : undefined;
  return { values: known ? { serial: known.serial, model: known.model } : {}, hint: hintOf(asking, isFetching, error, Boolean(known)) };
}

function hintOf(asking: boolean, fetching: boolean, error: unknown, known: boolean): string {
  if (!asking) return 'Fills itself once the IP address is complete';
  if (fetching) return 'Asking the printer …';
  if (error) return `${problemText(error)} The serial can also be typed in.`;
  return known ? 'Read from the printer' : '';
}
