import { Dialog, whep } from '@gantry/ui';
import { Checks, firstFailure, isSettled, usePath } from '@gantry/ui/doctor';
import { useMemo, useState } from 'react';
import { useCheckup } from './useCheckup';

interface Props {
  camera: string;
  name: string;
  onClose: () => void;
}

/** Why there is no picture: each step live, from the printer to this browser. */
export function CameraDoctor({ camera, name, onClose }: Props) {
  const [turn, setTurn] = useState(0);
  return (
    <Dialog opened title={`Why is there no picture? ${name}`} onClose={onClose} size="lg">
      <Turn key={turn} camera={camera} onAgain={() => setTurn(turn + 1)} />
    </Dialog>
  );
}

function Turn({ camera, onAgain }: { camera: string; onAgain: () => void }) {
  const id = encodeURIComponent(camera);
  const { report, problem } = useCheckup(`scope=camera&printer=${id}`);
  const open = useMemo(() => whep(`/api/printers/${id}/whep`), [id]);
  const path = usePath(open, { done: report.done, failed: firstFailure(report.steps) !== undefined });
  return (
    <Checks
      steps={[...report.steps, path]}
      done={problem !== undefined || (report.done && isSettled(path))}
      problem={problem}
      onAgain={onAgain}
    />
  );
}
