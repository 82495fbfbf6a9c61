import { Age, Badge, Icon, useNow, type Look } from '@gantry/ui';
import { memo, useState, type ReactNode } from 'react';
import { sizeText } from '../communications/text';
import { HelpHint } from '../help/HelpHint';
import { dueText } from './dueText';
import { lastError } from './meanings';
import { Watchers } from './Watchers';
import type { CameraActivity, FailedUpload } from './useActivity';

const looks: Record<CameraActivity['camera']['state'], Look> = {
  none: { label: 'No camera', icon: 'offline', tone: 'gray' },
  disabled: { label: 'Switched off', icon: 'offline', tone: 'gray' },
  closed: { label: 'Resting', icon: 'pause', tone: 'gray' },
  connecting: { label: 'Connecting', icon: 'waiting', tone: 'yellow' },
  streaming: { label: 'Streaming', icon: 'play', tone: 'green' },
  failed: { label: 'Failed', icon: 'error', tone: 'red' },
};

interface Props {
  camera: CameraActivity;
  name: string;
  failed: FailedUpload[];
}

/** One camera: its last picture, the next one, what went wrong, who watches. */
export const CameraRow = memo(function CameraRow({ camera, name, failed }: Props) {
  const error = lastError(camera, failed);
  return (
    <li className="camera-row card" aria-label={name}>
      <LastFrame camera={camera} name={name} />
      <div className="camera-what">
        <h2>{name}</h2>
        <Badge look={looks[camera.camera.state]} />
        {error && (
          <div className="camera-problem" data-tone={camera.problem ? 'red' : 'yellow'}>
            <p>
              <Icon name="warning" size={16} /> <span>{error.detail}</span>
            </p>
            <p className="small">{error.meaning}</p>
            <HelpHint about={error.about} />
          </div>
        )}
      </div>
      <Facts camera={camera} />
      <Watchers watching={camera.watching} name={name} />
    </li>
  );
});

const anyAgeS = 30 * 24 * 3600;
const roundMs = 30_000;

/** The newest picture that Fuse keeps; asking for it opens no camera. */
function LastFrame({ camera: { printer, taken_at, camera }, name }: { camera: CameraActivity; name: string }) {
  const at = camera.picture_at ?? 0;
  const [failed, setFailed] = useState('');
  const source = `/api/printers/${encodeURIComponent(printer)}/snapshot.jpg?max_age=${anyAgeS}&at=${taken_at}-${Math.floor(at / roundMs)}`;
  const shown = at > 0 && failed !== source && camera.state !== 'disabled';
  return (
    <div className="camera-frame">
      {shown ? (
        <img src={source} alt={`${name}, last frame`} loading="lazy" decoding="async" onError={() => setFailed(source)} />
      ) : (
        <span className="camera-none">
          <Icon name="logo" size={26} /> No picture yet
        </span>
      )}
      {at > 0 && <Age at={at} className="chip" what="Picture taken" />}
    </div>
  );
}

function Facts({ camera: { taken_at, uploaded_at, due_at, connections, frames, bytes, dropped } }: { camera: CameraActivity }) {
  const now = useNow();
  return (
    <dl className="camera-facts small">
      <Fact name="Last snapshot">{taken_at > 0 ? <Age at={taken_at} what="Taken" /> : 'none'}</Fact>
      <Fact name="Arrived in Gantry">{uploaded_at > 0 ? <Age at={uploaded_at} what="Arrived" /> : 'none'}</Fact>
      <Fact name="Next due">{dueText(due_at, now)}</Fact>
      <Fact name="Frames">
        {frames.toLocaleString()}
        {dropped > 0 && `, ${dropped.toLocaleString()} broken`}
      </Fact>
      <Fact name="From the camera">{sizeText(bytes)}</Fact>
      <Fact name="Connections">{connections.toLocaleString()}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figures">{children}</dd>
    </div>
  );
}
