import { FormError } from '@gantry/ui';
import type { SectionProps } from '../list';
import { Toggle } from '../Toggle';
import { useSettingsChange } from '../useSettings';

export function Cameras({ settings }: SectionProps) {
  const change = useSettingsChange();
  const { cameras_enabled, snapshots_enabled, remote_stream_enabled } = settings;
  return (
    <>
      <Toggle
        label="Cameras"
        description="Off: Fuse opens no camera at all, neither for pictures nor for live video."
        checked={cameras_enabled}
        change={(value) => change.mutate({ cameras_enabled: value })}
        pending={change.isPending}
      />
      <Toggle
        label="Enable snapshots"
        description="Off: no preview pictures are taken or uploaded. Live video keeps working."
        checked={snapshots_enabled}
        change={(value) => change.mutate({ snapshots_enabled: value })}
        pending={change.isPending}
        disabled={!cameras_enabled}
      />
      <Toggle
        label="Allow remote stream access"
        description="Off: live video is refused to the Cloud. Snapshots keep working, and so does the picture in the card here."
        checked={remote_stream_enabled}
        change={(value) => change.mutate({ remote_stream_enabled: value })}
        pending={change.isPending}
        disabled={!cameras_enabled}
      />
      <FormError error={change.error} />
    </>
  );
}
