import { ApiReference } from '@gantry/ui/reference';

/** What programs may ask of this Fuse. */
export function ApiPage() {
  return (
    <ApiReference
      name="fuse"
      signingIn={
        <>
          Programs on Fuse’s own machine need nothing, under <code>http://localhost</code> or <code>http://127.0.0.1</code>. From elsewhere they sign in with <code>POST /api/session</code> and send the cookie that it sets. Players of cameras send their token as <code>Authorization: Bearer</code>. Live data for other programs is the stats WebSocket, under Settings, External Integrations.
        </>
      }
    />
  );
}
