import { ApiError } from '@gantry/api';
import { useEvents } from '@gantry/ui';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { fuse } from '../../api';
import { withEvent, type Discovery, type DiscoveryEvent } from './discovery';

const endings = 2;
const endingMs = 400;

/** What Fuse finds, while somebody looks. */
export function useDiscovery() {
  const [discovery, setDiscovery] = useState<Discovery>();
  const { lostAt } = useEvents<DiscoveryEvent>('/api/discovery/events', (event) => setDiscovery((before) => withEvent(before, event)));
  return { discovery, lost: lostAt !== undefined };
}

/** One scan at a time runs on Fuse, whoever started it. Ours ends with the dialog. */
export function useScan() {
  const ours = useRef(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (subnet: string) =>
      fuse('post', '/api/discovery/scan', { body: subnet ? { kind: 'subnet', subnet } : { kind: 'announcements' } }),
    onSuccess: () => {
      ours.current = true;
    },
    // The one before may still be ending.
    retry: (count, problem) => count < endings && problem instanceof ApiError && problem.code === 'busy',
    retryDelay: endingMs,
  });
  const cancel = useMutation({ mutationFn: () => fuse('delete', '/api/discovery/scan') });
  const leave = useEffectEvent(() => {
    if (ours.current) cancel.mutate();
  });
  useEffect(() => () => leave(), []);
  return { start: mutate, error, starting: isPending, cancel: () => cancel.mutate(), cancelling: cancel.isPending };
}
