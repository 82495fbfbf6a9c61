import { Empty, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { may, sessionQuery, type Permission } from '../api';
import { permissionLabel } from '../users/roles';

/** Its content for those who hold the permission; for others what is missing and whom to ask. */
export function Permitted({ permission, title, children }: { permission: Permission; title: string; children: ReactNode }) {
  const { data: session } = useQuery(sessionQuery);
  if (!session) return <Loading what="your permissions" />;
  if (may(session, permission)) return children;
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      <Empty icon="info" title="This is not open to you" action={<Link to="/">Back to the dashboard</Link>}>
        You lack the permission “{permissionLabel[permission]}” in {session.store?.name ?? 'this store'}. An owner or admin can grant it under Settings →
        Users.
      </Empty>
    </>
  );
}
