import { FormError } from '@gantry/ui';
import { Radio } from '@mantine/core';
import type { Settings } from '../../api';
import type { SectionProps } from '../list';
import { SizeField } from '../SizeField';
import { Toggle } from '../Toggle';
import { useSettingsChange } from '../useSettings';

const modes: { value: Settings['timelapse_mode'] & string; label: string; description: string }[] = [
  { value: 'frame_per_layer', label: 'Frame per layer', description: 'One picture at each layer; the length of the video follows the height of the print.' },
  { value: 'five_seconds', label: 'Always ~5s video', description: 'Pictures are spaced by the estimated duration of the print.' },
  { value: 'every_30_seconds', label: 'Every 30 seconds', description: 'For printers that report neither layers nor a duration.' },
];

export function Cameras({ settings }: SectionProps) {
  const change = useSettingsChange();
  const { cameras_enabled, snapshots_enabled, remote_stream_enabled } = settings;
  return (
    <>
      <Toggle
        label="Cameras"
        description="Off: Fuse opens no camera at all, neither for pictures nor for live video nor for timelapses."
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
      <p className="small dim">A single printer’s camera is switched in its Edit dialog on the Printers page.</p>
      <Radio.Group
        className="settings-modes"
        label="Timelapse pictures"
        value={settings.timelapse_mode}
        onChange={(mode) => change.mutate({ timelapse_mode: mode as Settings['timelapse_mode'] })}
      >
        {modes.map((mode) => (
          <Radio key={mode.value} {...mode} disabled={!cameras_enabled || change.isPending} />
        ))}
      </Radio.Group>
      <FormError error={change.error} />
      <SizeField label="Timelapse Cache Size" description="Finished timelapses stay on this machine; the least recently used go first." member="timelapse_cache_gb" value={settings.timelapse_cache_gb} />
    </>
  );
}
