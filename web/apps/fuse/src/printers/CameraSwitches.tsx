import type { CameraSwitches as Switches } from '../api';
import { Toggle } from '../settings/Toggle';

export const allOn: Switches = { camera_enabled: true, snapshots_enabled: true, remote_stream_enabled: true };

const rows: { member: keyof Switches; label: string; description: string }[] = [
  { member: 'camera_enabled', label: 'Camera', description: 'Off: the camera of this printer is not opened for anything.' },
  { member: 'snapshots_enabled', label: 'Enable snapshots', description: 'Off: no preview pictures of this printer.' },
  { member: 'remote_stream_enabled', label: 'Allow remote stream access', description: 'Off: no live video of this printer through the Cloud.' },
];

/** Of one printer, within what Settings, Cameras allows all of them. */
export function CameraSwitches({ switches, onChange }: { switches: Switches; onChange: (switches: Switches) => void }) {
  return (
    <fieldset className="camera-switches">
      <legend className="visually-hidden">Camera</legend>
      {rows.map(({ member, label, description }) => (
        <Toggle
          key={member}
          label={label}
          description={description}
          checked={switches[member]}
          disabled={member !== 'camera_enabled' && !switches.camera_enabled}
          change={(checked) => onChange({ ...switches, [member]: checked })}
        />
      ))}
    </fieldset>
  );
}
