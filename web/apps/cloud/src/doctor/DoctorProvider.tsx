import { ExplainProvider } from '@gantry/ui';
import { lazy, type ReactNode } from 'react';

const CameraDoctor = lazy(() => import('./CameraDoctor').then((module) => ({ default: module.CameraDoctor })));

export function DoctorProvider({ children }: { children: ReactNode }) {
  return <ExplainProvider doctor={CameraDoctor}>{children}</ExplainProvider>;
}
