import { whep } from '@gantry/ui';
import { Checks, DoctorDialog, firstFailure, isSettled, usePath, type DoctorProps } from '@gantry/ui/doctor';
import { useMemo } from 'react';
import { useCheckup } from './useCheckup';

/** Why there is no picture: each step live, from the printer to this browser. */
export function CameraDoctor(props: DoctorProps) {
  return <DoctorDialog {...props} turn={Turn} />;
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
