import { sentence } from '@gantry/api';
import { useRef } from 'react';
import { Icon, type IconName } from '../parts/Icon';
import { canFloat, saveFrame, toggleFloat, toggleFullScreen } from './frames';
import { useDarkness, videoOf } from './useDarkness';
import type { LivePhase } from './session';

/** The printer's light, for whoever may switch it. */
export interface Lamp {
  on: boolean;
  busy: boolean;
  /** Why it did not switch. */
  problem?: string;
  toggle: () => void;
}

interface Props {
  name: string;
  phase: LivePhase;
  lamp?: Lamp;
}

/** What one does with a running picture, in its corner: light, own window, save, full screen. Each has a key. */
export function PictureTools({ name, phase, lamp }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const playing = phase === 'live';
  // Only then does the answer change anything.
  const dark = useDarkness(root, playing && lamp?.on === false);
  return (
    <div ref={root} className="picture-tools" role="group" aria-label={`Picture of ${name}`} data-dark={dark || undefined}>
      {lamp && <Light name={name} lamp={lamp} dark={dark} />}
      {playing && canFloat() && <Tool icon="float" label={`Picture in picture: ${name}`} hotkey="i" onClick={() => void toggleFloat(videoOf(root.current))} />}
      {playing && <Tool icon="photo" label={`Save frame: ${name}`} hotkey="c" onClick={() => void saveFrame(videoOf(root.current), name)} />}
      <Tool icon="fullscreen" label={`Enlarge ${name}`} hotkey="f" onClick={() => toggleFullScreen(root.current?.closest('.picture'))} />
      {lamp?.problem && (
        <span className="chip picture-refused" role="alert">
          <Icon name="error" size={14} /> {sentence(lamp.problem)}
        </span>
      )}
    </div>
  );
}

interface ToolProps {
  icon: IconName;
  label: string;
  hotkey: string;
  busy?: boolean;
  pressed?: boolean;
  text?: string;
  onClick: () => void;
}

function Tool({ icon, label, hotkey, busy, pressed, text, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="chip chip-button picture-tool"
      data-tool
      aria-label={label}
      aria-keyshortcuts={hotkey}
      aria-pressed={pressed}
      title={`${label} (${hotkey})`}
      disabled={busy}
      onClick={onClick}
    >
      <Icon name={icon} /> {text}
    </button>
  );
}

/** In a dark room it says what would help. */
function Light({ name, lamp: { on, busy, toggle }, dark }: { name: string; lamp: Lamp; dark: boolean }) {
  return (
    <Tool
      icon="light"
      label={dark ? `Light on: ${name}` : `Light of ${name}`}
      hotkey="l"
      pressed={on}
      busy={busy}
      text={dark ? 'Light on' : undefined}
      onClick={toggle}
    />
  );
}
