import { Button } from '@mantine/core';
import { Empty, FormError, Icon, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { printersQuery } from '../api';
import { CameraRow } from './CameraRow';
import { FailedUploads } from './FailedUploads';
import { useActivity, useRefreshAll, type Activity, type CameraActivity } from './useActivity';
import './activity.css';

/** What the cameras do: pictures, who watches, what went wrong. */
export function ActivityPage() {
  const activity = useActivity();
  const printers = useQuery(printersQuery).data ?? [];
  const names = new Map(printers.map(({ printer }) => [printer.id, printer.name]));
  return (
    <>
      <div className="page-head">
        <h1>Camera Activity</h1>
        <RefreshAll />
      </div>
      {!activity && <Loading what="the cameras" />}
      {activity && <HeldUp problem={activity.held_up} />}
      {activity?.cameras.length === 0 && (
        <Empty icon="camera" title="No cameras yet" action={<Link to="/printers">Go to Printers</Link>}>
          Every printer with a camera shows its last picture here, and when the next one is due.
        </Empty>
      )}
      {activity && activity.cameras.length > 0 && (
        <ul className="camera-rows" aria-label="Cameras">
          {activity.cameras.toSorted(byNeed).map((camera) => (
            <CameraRow key={camera.printer} camera={camera} name={names.get(camera.printer) ?? 'Printer'} failed={activity.failed_uploads} />
          ))}
        </ul>
      )}
      {activity && <FailedUploads uploads={activity.failed_uploads} count={activity.failed_count} names={names} />}
    </>
  );
}

/** Errors first, then those that somebody watches; otherwise as the printers stand. */
const byNeed = (one: CameraActivity, other: CameraActivity): number => rank(one) - rank(other);

const rank = ({ problem, watching }: CameraActivity): number => (problem ? 0 : Number(watching.length === 0) + 1);

function RefreshAll() {
  const refresh = useRefreshAll();
  const count = refresh.data?.printers;
  return (
    <div className="refresh-all">
      <p role="status" className="small dim">
        {count === 0 && 'No printer can be reached now.'}
        {count !== undefined && count > 0 && `Taking a picture of ${count} ${count === 1 ? 'printer' : 'printers'}.`}
      </p>
      <Button leftSection={<Icon name="retry" />} loading={refresh.isPending} onClick={() => refresh.mutate()}>
        Refresh all
      </Button>
      <FormError error={refresh.error} />
    </div>
  );
}

function HeldUp({ problem }: { problem: Activity['held_up'] }) {
  if (!problem) return null;
  return (
    <p className="held-up" data-tone="yellow" role="status">
      <Icon name={problem.code === 'offline' ? 'cloud' : 'info'} /> <span>{problem.detail}</span>{' '}
      {problem.code !== 'offline' && <Link to="/settings">Settings</Link>}
    </p>
  );
}
