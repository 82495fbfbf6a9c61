import { useState, type ComponentType } from 'react';
import { Dialog } from '../parts/Dialog';

export interface DoctorProps {
  camera: string;
  name: string;
  onClose: () => void;
}

interface Props extends DoctorProps {
  /** Made anew each time, so that nothing of one turn is left for the next. */
  turn: ComponentType<{ camera: string; onAgain: () => void }>;
}

/** Why there is no picture of one camera; the application knows which steps there are. */
export function DoctorDialog({ camera, name, onClose, turn: Turn }: Props) {
  const [turns, setTurns] = useState(0);
  return (
    <Dialog opened title={`Why is there no picture? ${name}`} onClose={onClose} size="lg">
      <Turn key={turns} camera={camera} onAgain={() => setTurns(turns + 1)} />
    </Dialog>
  );
}
