import type { CommandAction } from '@gantry/api';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { fuse } from '../../api';

export interface Command {
  send: (action: CommandAction) => void;
  /** The one that is under way or was just confirmed. */
  current: { action: CommandAction; phase: 'sending' | 'done' } | undefined;
  pending: boolean;
  /** What the printer did not do, and why; stays until the next command. */
  refusal: { action: CommandAction; error: unknown } | undefined;
  forget: () => void;
}

const doneShownMs = 2500;

/** Commands of one printer: sent, then done when its own report shows the effect, or refused with its reason. */
export function useCommand(id: string): Command {
  const { mutate, reset, variables, isPending, isSuccess, error } = useMutation({
    mutationFn: (action: CommandAction) => fuse('post', '/api/printers/{id}/command', { path: { id }, body: { action } }),
  });
  useEffect(() => {
    if (!isSuccess) return undefined;
    const timer = setTimeout(reset, doneShownMs);
    return () => clearTimeout(timer);
  }, [isSuccess, reset]);
  // The same object as long as nothing has changed, for whoever draws only then.
  return useMemo(() => {
    const shown = variables && (isPending || isSuccess);
    return {
      send: mutate,
      current: shown ? { action: variables, phase: isPending ? 'sending' : 'done' } : undefined,
      pending: isPending,
      refusal: variables && error ? { action: variables, error } : undefined,
      forget: reset,
    };
  }, [mutate, reset, variables, isPending, isSuccess, error]);
}
