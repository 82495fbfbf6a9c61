import type { Access } from '../api';
import { Programs } from './Programs';

/** Tokens of programs that play cameras (WHEP): they may watch and nothing else. */
export function Players({ access }: { access: Access }) {
  return (
    <Programs
      kind="player"
      access={access}
      title="Players"
      about="A program such as OBS plays a camera by WHEP with a token of its own. It may watch cameras and nothing else."
      label="Name of the player"
      example="OBS on the left screen"
      howTo={
        <>
          The player needs it as bearer token, and the address <span className="mono">{window.location.origin}/api/printers/ID/whep</span>.
        </>
      }
    />
  );
}
