import { Icon, useDarkness } from '@gantry/ui';
import type { Commanding } from '@gantry/ui/control';
import { useRef } from 'react';
import type { PrinterView } from '../../api';

interface Props {
  view: PrinterView;
  command: Commanding;
  /** The picture runs: whether it is dark can be seen. */
  playing: boolean;
}

/** The chamber's light, where its effect is seen: on the picture. In a dark room it says what would help. */
export function LightButton({ view: { printer, state }, command, playing }: Props) {
  const root = useRef<HTMLButtonElement>(null);
  const dark = useDarkness(root, playing);
  if (typeof state.light_on !== 'boolean' || state.connection !== 'online') return null;
  const sending = command.current?.phase === 'sending' && command.current.action.startsWith('light_');
  const label = `${state.light_on ? 'Light off' : 'Light on'}: ${printer.name}`;
  return (
    <button
      ref={root}
      type="button"
      className="chip chip-button light"
      aria-label={label}
      aria-keyshortcuts="l"
      title={label}
      aria-busy={sending}
      disabled={command.pending}
      data-on={state.light_on}
      onClick={() => command.send(state.light_on ? 'light_off' : 'light_on')}
    >
      <Icon name="light" size={17} /> {dark && !state.light_on && 'Light on'}
    </button>
  );
}
