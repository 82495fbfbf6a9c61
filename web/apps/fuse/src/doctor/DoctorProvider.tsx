import { ExplainContext } from '@gantry/ui';
import { Suspense, lazy, useCallback, useState, type ReactNode } from 'react';

const CameraDoctor = lazy(() => import('./CameraDoctor').then((module) => ({ default: module.CameraDoctor })));

/** Gives every picture the way to find out why it is missing. */
export function DoctorProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ camera: string; name: string }>();
  const explain = useCallback((camera: string, name: string) => setAsked({ camera, name }), []);
  return (
    <ExplainContext value={explain}>
      {children}
      {asked && (
        <Suspense>
          <CameraDoctor {...asked} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </ExplainContext>
  );
}
