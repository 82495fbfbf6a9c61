import type { Command, Limits, PrinterState } from '@gantry/api';
import './control.css';
import { FanSliders } from './FanSliders';
import { JogPad } from './JogPad';
import { ControlSection } from './Section';
import { SpeedPicker } from './SpeedPicker';
import { useCommand } from './useCommand';

interface Props {
  name: string;
  limits: Limits;
  state: PrinterState;
  post: (command: Command) => Promise<unknown>;
}

const printing = ({ activity }: PrinterState): boolean => activity === 'printing' || activity === 'preparing' || activity === 'paused';

const notConnected = 'The printer is not connected.';

/** Speed, fans and axes: each with its own answer, so that one can be set while another is still under way. */
export function PrinterControls(props: Props) {
  const { limits } = props;
  return (
    <>
      <Speed {...props} />
      {(limits.part_fan || limits.aux_fan || limits.chamber_fan) && <Fans {...props} />}
      {limits.move_mm > 0 && <Axes {...props} />}
    </>
  );
}

function Speed({ name, state, post }: Props) {
  const command = useCommand(post);
  const why = state.connection !== 'online' ? notConnected : printing(state) ? undefined : 'It can be set while something prints.';
  return (
    <ControlSection title="Speed" printer={name} command={command} why={why}>
      <SpeedPicker printer={name} speed={state.speed} command={command} disabled={Boolean(why)} />
    </ControlSection>
  );
}

function Fans({ name, limits, state, post }: Props) {
  const command = useCommand(post);
  const why = state.connection === 'online' ? undefined : notConnected;
  return (
    <ControlSection title="Fans" printer={name} command={command} why={why}>
      <FanSliders printer={name} fans={state.fans} limits={limits} command={command} disabled={Boolean(why)} />
    </ControlSection>
  );
}

function Axes({ name, limits, state, post }: Props) {
  const command = useCommand(post);
  const why = whyNotMove(state);
  const homed = state.homed === true;
  return (
    <ControlSection title="Move" printer={name} command={command} why={why ?? (homed ? 'The axes are homed.' : 'Home first: the printer does not know where its axes are.')}>
      <JogPad printer={name} most={limits.move_mm} homed={homed} command={command} disabled={Boolean(why)} />
    </ControlSection>
  );
}

function whyNotMove(state: PrinterState): string | undefined {
  if (state.connection !== 'online') return notConnected;
  if (printing(state)) return 'The axes cannot be moved while a print runs.';
  return undefined;
}
