import { Suspense, useCallback, useState, type ComponentType, type ReactNode } from 'react';
import type { DoctorProps } from './DoctorDialog';
import { ExplainContext } from './explain';

interface Props {
  /** Loaded when it is first asked for. */
  doctor: ComponentType<DoctorProps>;
  children: ReactNode;
}

/** Gives every picture the way to find out why it is missing. */
export function DoctorProvider({ doctor: Doctor, children }: Props) {
  const [asked, setAsked] = useState<{ camera: string; name: string }>();
  const explain = useCallback((camera: string, name: string) => setAsked({ camera, name }), []);
  return (
    <ExplainContext value={explain}>
      {children}
      {asked && (
        <Suspense>
          <Doctor {...asked} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </ExplainContext>
  );
}
