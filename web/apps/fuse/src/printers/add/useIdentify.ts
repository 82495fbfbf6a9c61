import { problemText } from '@gantry/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fuse } from '../../api';

const settleMs = 350;

export const isAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text.trim()) && text.trim().split('.').every((part) => Number(part) <= 255);

export interface Identified {
  serial: string;
  model: string;
  hint: string;
}

/** Asks the printer who it is as soon as the address is whole; its certificate tells without an access code. */
export function useIdentify(address: string): Identified {
  const settled = useSettled(address.trim());
  const asking = isAddress(settled);
  const { data, error, isFetching } = useQuery({
    queryKey: ['identify', settled],
    queryFn: ({ signal }) => fuse('post', '/api/printers/identify', { body: { address: settled }, signal }),
    enabled: asking,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const known = asking && settled === address.trim() && !error ? data : undefined;
  return { serial: known?.serial ?? '', model: known?.model ?? '', hint: hintOf(asking, isFetching, error, Boolean(known)) };
}

function hintOf(asking: boolean, fetching: boolean, error: unknown, known: boolean): string {
  if (!asking) return 'Fills itself once the IP address is complete';
  if (fetching) return 'Asking the printer …';
  if (error) return `${problemText(error)} The serial can also be typed in.`;
  return known ? 'Read from the printer' : '';
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
