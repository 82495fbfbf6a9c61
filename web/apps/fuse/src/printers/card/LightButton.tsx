import { Icon } from '@gantry/ui';
import type { Commanding } from '@gantry/ui/control';
import type { PrinterView } from '../../api';

/** The chamber's light, where its effect is seen: on the picture. */
export function LightButton({ view: { printer, state }, command }: { view: PrinterView; command: Commanding }) {
  if (typeof state.light_on !== 'boolean' || state.connection !== 'online') return null;
  const sending = command.current?.phase === 'sending' && command.current.action.startsWith('light_');
  const label = `${state.light_on ? 'Light off' : 'Light on'}: ${printer.name}`;
  return (
    <button
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
      <Icon name="light" size={17} />
    </button>
  );
}
