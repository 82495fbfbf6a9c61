import type { components } from '@gantry/api/fuse';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { fuse, type PrinterView } from '../../api';

export type Simulation = components['schemas']['Simulation'];
export type SimulationChange = components['schemas']['SimulationChange'];
export type TestPrint = components['schemas']['TestPrint'];

/** What it simulates; asked for again when the printer's own report shows that somebody changed it. */
export function useSimulation({ printer: { id }, state }: PrinterView) {
  const reported = [state.connection, ...state.faults.map(({ code }) => code)].join(' ');
  return useQuery({
    queryKey: ['simulation', id, reported],
    queryFn: () => fuse('get', '/api/printers/{id}/simulation', { path: { id } }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useSimulationChange(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: SimulationChange) => fuse('post', '/api/printers/{id}/simulation', { path: { id }, body }),
    onSuccess: (simulation) => cache.setQueriesData<Simulation>({ queryKey: ['simulation', id] }, simulation),
  });
}
