/** What to try, beside the program it concerns. */
export function Help() {
  return (
    <div className="help">
      <details>
        <summary>A printer does not connect</summary>
        <ul>
          <li>It is switched on and on the same network; with dynamic addresses its IP may have changed.</li>
          <li>LAN Mode and Developer Mode are both on (printer screen, Settings → Network).</li>
          <li>The access code is the one on the printer’s screen now.</li>
          <li>Port 8883 is not blocked by a firewall.</li>
          <li>If nothing helps, delete the printer here and add it again.</li>
        </ul>
      </details>
      <details>
        <summary>Fuse is disconnected from Gantry</summary>
        <ul>
          <li>This machine reaches the internet.</li>
          <li>The Gateway URL above is right.</li>
          <li>Restart Fuse; as a last step deactivate and activate it again.</li>
        </ul>
      </details>
      <details>
        <summary>A camera does not load</summary>
        <ul>
          <li>The camera is enabled on the printer (LAN liveview on X1 and newer).</li>
          <li>Ports 322 and 6000 are not blocked.</li>
          <li>The network lets the stream through: try another one.</li>
          <li>The room is not dark: turn the printer’s light on. Otherwise restart the printer.</li>
        </ul>
      </details>
    </div>
  );
}
