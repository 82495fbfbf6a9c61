import { createContext, use } from 'react';
import { Icon } from '../parts/Icon';

/** Opens the check of a camera; the application provides it. Absent where there is none. */
export type Explain = (camera: string, name: string) => void;

export const ExplainContext = createContext<Explain | undefined>(undefined);

interface Props {
  camera: string;
  name: string;
  className?: string;
  label?: string;
}

/** Beside a fault: the way to its cause. */
export function FindOutWhy({ camera, name, className = 'chip chip-button', label = 'Find out why' }: Props) {
  const explain = use(ExplainContext);
  if (!explain) return null;
  return (
    <button type="button" className={className} aria-label={`${label}: ${name}`} onClick={() => explain(camera, name)}>
      <Icon name="info" size={16} /> {label}
    </button>
  );
}
