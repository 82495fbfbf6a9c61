import { forgetFrames, useEvents } from '@gantry/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { mayWatch, sessionQuery, type ServerEvent } from '../api';
import { usePaced, type CloudLink } from '../events';
import { LiveHub } from '../live/hub';

const nothingToRenew = async () => {};

/** The wall's own socket, which ends with its link. */
export function useWallLink(id: string, onClosed: () => void): CloudLink {
  const cache = useQueryClient();
  const [hub] = useState(() => new LiveHub());
  const take = usePaced(cache, hub, nothingToRenew);
  const link = useEvents<ServerEvent>(`/api/wall/${id}/events`, take, true, () => {
    hub.closed();
    onClosed();
  });
  hub.attach(link.connected, link.send);
  const watching = mayWatch(useQuery(sessionQuery).data);
  useEffect(() => {
    if (!watching) forgetFrames();
  }, [watching]);
  return useMemo(
    () => ({ ...link, hub, wall: true, snapshots: (printer: string) => `/api/wall/${id}/snapshots/${encodeURIComponent(printer)}` }),
    [link, hub, id],
  );
}
