import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../api';

/** Whom to ask, and what they need to know. */
export function Support() {
  const status = useQuery(statusQuery).data;
  const cloud = status?.cloud.url;
  return (
    <section id="support" className="card help-case" aria-labelledby="support-title" tabIndex={-1}>
      <h2 id="support-title">Support</h2>
      <p>
        Gantry is open and self-hosted: the people who run it where you are support you best
        {cloud && (
          <>
            . Their Gantry is at <a href={cloud}>{cloud}</a>
          </>
        )}
        . Tell them:
      </p>
      <ul>
        <li>
          the version, {status ? `Gantry Fuse ${status.version} on ${status.host_name}` : 'in the footer of this page'};
        </li>
        <li>what you did, what you expected and what happened instead;</li>
        <li>the printer’s model and firmware, and the last events of the Status page.</li>
      </ul>
      <p className="dim small">Never send access codes or passwords: nobody needs them to help you.</p>
    </section>
  );
}
