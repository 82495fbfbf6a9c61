import { Dialog } from '@gantry/ui';
import { Checks, firstFailure, isSettled, usePath } from '@gantry/ui/doctor';
import { useMemo, useState } from 'react';
import { useCloudLink } from '../events';
import { blame, cloudSteps, fuseSteps } from './steps';
import { useCheckup, useServers } from './useCheckup';

interface Props {
  camera: string;
  name: string;
  onClose: () => void;
}

/** Why there is no picture: each step live, from the printer through Fuse to this browser. */
export function CameraDoctor({ camera, name, onClose }: Props) {
  const [turn, setTurn] = useState(0);
  return (
    <Dialog opened title={`Why is there no picture? ${name}`} onClose={onClose} size="lg">
      <Turn key={turn} camera={camera} onAgain={() => setTurn(turn + 1)} />
    </Dialog>
  );
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
