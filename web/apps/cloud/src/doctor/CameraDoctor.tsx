import { Checks, DoctorDialog, firstFailure, isSettled, usePath, type DoctorProps } from '@gantry/ui/doctor';
import { useMemo } from 'react';
import { useCloudLink } from '../events';
import { blame, cloudSteps, fuseSteps } from './steps';
import { useCheckup, useServers } from './useCheckup';

/** Why there is no picture: each step live, from the printer through Fuse to this browser. */
export function CameraDoctor(props: DoctorProps) {
  return <DoctorDialog {...props} turn={Turn} />;
}

function Turn({ camera, onAgain }: { camera: string; onAgain: () => void }) {
  const { hub } = useCloudLink();
  const policy = new URLSearchParams(window.location.search).get('policy') === 'relay' ? 'relay' : 'all';
  const open = useMemo(() => hub.open(camera, policy), [hub, camera, policy]);
  const checkup = useCheckup(camera);
  const servers = useServers(checkup.servers);
  const before = [...cloudSteps(checkup), ...fuseSteps(checkup)];
  const answered = checkup.problem !== undefined || checkup.report?.done === true;
  const gathered = checkup.servers === undefined || servers.every(isSettled);
  const path = usePath(open, { done: answered && gathered, failed: firstFailure(before) !== undefined }, policy);
  const shown = checkup.servers ? [...servers, path] : [];
  return (
    <Checks
      steps={blame([...before, ...shown], path)}
      done={answered && gathered && (checkup.servers === undefined || isSettled(path))}
      onAgain={onAgain}
    />
  );
}
