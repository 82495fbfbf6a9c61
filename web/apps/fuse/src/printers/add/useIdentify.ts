import { problemText } from '@gantry/api';
import { useQuery } from '@tanstack/react-query';
import { fuse } from '../../api';
import { useSettled } from './useSettled';

export const isAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text.trim()) && text.trim().split('.').every((part) => Number(part) <= 255);

export interface Identified {
  /** What the printer says, by the member of NewPrinter that takes it. */
  values: Record<string, string>;
  hint: string;
}

/** Asks the printer who it is as soon as the address is whole; its certificate tells without an access code. */
export function useIdentify(driver: string, address: string): Identified {
  const settled = useSettled(address.trim());
  const asking = isAddress(settled);
  const { data, error, isFetching } = useQuery({
    queryKey: ['identify', driver, settled],
    queryFn: ({ signal }) => fuse('post', '/api/printers/identify', { body: { driver, address: settled }, signal }),
    enabled: asking,
    retry: false,
  });
  const known = asking && settled === address.trim() && !error ? data : undefined;
  return { values: known ?? {}, hint: hintOf(asking, isFetching, error, Boolean(known)) };
}

function hintOf(asking: boolean, fetching: boolean, error: unknown, known: boolean): string {
  if (!asking) return 'Fills itself once the IP address is complete';
  if (fetching) return 'Asking the printer …';
  if (error) return `${problemText(error)} The serial can also be typed in.`;
  return known ? 'Read from the printer' : '';
}
