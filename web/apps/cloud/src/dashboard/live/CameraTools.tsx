import { Icon, canFloat, isDark, saveFrame, toggleFloat, toggleFullScreen, type IconName, type Live } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { cloud, may, sessionQuery, type PrinterView } from '../../api';

const lookEveryMs = 5000;
const videoOf = (tools: HTMLElement | null) => tools?.closest('.picture')?.querySelector('video');

/** What one does with a running picture, in its corner: light, own window, save, full screen. Each has a key. */
export function CameraTools({ view: { printer, state }, live }: { view: PrinterView; live: Live }) {
  const root = useRef<HTMLDivElement>(null);
  const playing = live.phase === 'live';
  const dark = useDarkness(root, playing);
  const lightable = useQuery(sessionQuery).data;
  const light = state.connection === 'online' && may(lightable, 'printer.control') ? state.light_on : undefined;
  return (
    <div ref={root} className="picture-tools" role="group" aria-label={`Picture of ${printer.name}`} data-dark={(dark && light === false) || undefined}>
      {typeof light === 'boolean' && <Light id={printer.id} name={printer.name} on={light} dark={dark} />}
      {playing && canFloat() && <Tool icon="float" label={`Picture in picture: ${printer.name}`} hotkey="i" onClick={() => void toggleFloat(videoOf(root.current))} />}
      {playing && <Tool icon="photo" label={`Save frame: ${printer.name}`} hotkey="c" onClick={() => void saveFrame(videoOf(root.current), printer.name)} />}
      <Tool icon="fullscreen" label={`Enlarge ${printer.name}`} hotkey="f" onClick={() => toggleFullScreen(root.current?.closest('.picture'))} />
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
  title?: string;
  onClick: () => void;
}

function Tool({ icon, label, hotkey, busy, pressed, text, title = label, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="chip chip-button picture-tool"
      data-tool
      aria-label={label}
      aria-keyshortcuts={hotkey}
      aria-pressed={pressed}
      title={`${title} (${hotkey})`}
      disabled={busy}
      onClick={onClick}
    >
      <Icon name={icon} /> {text}
    </button>
  );
}

/** In a dark room it says what would help. */
function Light({ id, name, on, dark }: { id: string; name: string; on: boolean; dark: boolean }) {
  const command = useMutation({
    mutationFn: () => cloud('post', '/api/printers/{id}/command', { path: { id }, body: { action: on ? 'light_off' : 'light_on' } }),
  });
  return (
    <Tool
      icon="light"
      label={dark && !on ? `Light on: ${name}` : `Light of ${name}`}
      hotkey="l"
      pressed={on}
      busy={command.isPending}
      text={dark && !on ? 'Light on' : undefined}
      title={command.error ? command.error.message : `Light of ${name}`}
      onClick={() => command.mutate()}
    />
  );
}

function useDarkness(tools: RefObject<HTMLElement | null>, playing: boolean): boolean {
  const [dark, setDark] = useState(false);
  useEffect(() => {
    if (!playing) return undefined;
    const look = () => setDark(isDark(videoOf(tools.current)));
    const timer = setInterval(look, lookEveryMs);
    look();
    return () => clearInterval(timer);
  }, [tools, playing]);
  return dark && playing;
}
