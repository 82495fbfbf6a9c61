import { Icon } from '../parts/Icon';
import './command.css';
import { commandText } from './commandText';
import type { Commanding } from './useCommand';

/** What is under way, or was just confirmed by the printer; stands in something with the role `status`. */
export function CommandStatus({ current }: { current: NonNullable<Commanding['current']> }) {
  return (
    <span className="command-status" data-phase={current.phase}>
      {current.phase === 'done' && <Icon name="check" size={15} />} {commandText(current)}
    </span>
  );
}
