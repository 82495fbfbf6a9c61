import type { Command, CommandAction } from '@gantry/api';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

export interface Commanding {
  send: (action: CommandAction, value?: number) => void;
  /** The one that is under way or was just confirmed. */
  current: (Command & { phase: 'sending' | 'done' }) | undefined;
  pending: boolean;
  /** What the printer did not do, and why; stays until the next command. */
  refusal: (Command & { error: unknown }) | undefined;
  forget: () => void;
}

const doneShownMs = 2500;

/** Commands of one printer: sent, then done when its own report shows the effect, or refused with its reason. */
export function useCommand(post: (command: Command) => Promise<unknown>): Commanding {
  const { mutate, reset, variables, isPending, isSuccess, error } = useMutation({ mutationFn: post });
  useEffect(() => {
    if (!isSuccess) return undefined;
    const timer = setTimeout(reset, doneShownMs);
    return () => clearTimeout(timer);
  }, [isSuccess, reset]);
  // The same object as long as nothing has changed, for whoever draws only then.
  return useMemo(() => {
    const shown = variables && (isPending || isSuccess);
    return {
      send: (action: CommandAction, value?: number) => mutate(value === undefined ? { action } : { action, value }),
      current: shown ? { ...variables, phase: isPending ? ('sending' as const) : ('done' as const) } : undefined,
      pending: isPending,
      refusal: variables && error ? { ...variables, error } : undefined,
      forget: reset,
    };
  }, [mutate, reset, variables, isPending, isSuccess, error]);
}
