import type { Show } from './shows';

const tones: Record<Show, string> = { attention: 'red', printing: 'green', waiting: 'purple', needs_configuration: 'yellow', ready: 'blue', offline: 'gray' };

interface Props {
  show?: Show;
  label: string;
  count: number;
  pressed: boolean;
  onClick: () => void;
}

/** One of the states to show, with how many are in it. */
export function ShowButton({ show, label, count, pressed, onClick }: Props) {
  return (
    <button type="button" className="show" aria-pressed={pressed} data-show={show ?? ''} data-tone={show && tones[show]} onClick={onClick}>
      {show && <i aria-hidden />}
      {label} <span className="figures dim">{count}</span>
    </button>
  );
}
