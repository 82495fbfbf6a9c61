import type { components } from '@gantry/api/fuse';
import { useEvents } from '@gantry/ui';
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { fuse } from '../api';

type Schemas = components['schemas'];
export type Activity = Schemas['Activity'];
export type ActivityEvent = Schemas['ActivityEvent'];
export type CameraActivity = Schemas['CameraActivity'];
export type FailedUpload = Schemas['FailedUpload'];
export type Watching = Schemas['Watching'];

/** The first event brings all there is; later ones the cameras that changed. */
export function applyActivity(before: Activity | undefined, { cameras, ...event }: ActivityEvent): Activity {
  if (event.fresh || !before) return { ...event, cameras };
  const changed = new Map(cameras.map((camera) => [camera.printer, camera]));
  return { ...event, cameras: before.cameras.map((camera) => changed.get(camera.printer) ?? camera) };
}

/** Follows the cameras as long as the page is open; the socket comes back by itself. */
export function useActivity(): Activity | undefined {
  const cache = useQueryClient();
  const { data } = useQuery<Activity>({ queryKey: ['activity'], queryFn: skipToken, gcTime: 0 });
  useEvents<ActivityEvent>('/api/activity/events', (event) =>
    cache.setQueryData<Activity>(['activity'], (before) => applyActivity(before, event)),
  );
  return data;
}

export const useRefreshAll = () => useMutation({ mutationFn: () => fuse('post', '/api/activity/refresh') });
