import { ApiReference } from '@gantry/ui/reference';

/** What programs may ask of this Cloud. */
export function ApiPage() {
  return (
    <ApiReference
      name="cloud"
      signingIn={
        <>
          Browsers sign in with <code>POST /api/session</code>. Programs send an API key as <code>Authorization: Bearer gk_…</code>, made under Settings, API Keys; Fuses their device token. Permissions with a dot are those of the store: a role has some, a person or a key may be granted others.
        </>
      }
    />
  );
}
