import { sentence } from '@gantry/api';
import { Icon } from '@gantry/ui';
import type { Discovery } from './discovery';

/** What keeps printers from being found, besides themselves. */
export function Obstacles({ discovery, listening, lost }: { discovery: Discovery; listening: boolean; lost: boolean }) {
  const problems = listening ? discovery.ports.flatMap(({ problem }) => (problem ? [problem.detail] : [])) : [];
  const unclear = listening ? [] : (discovery.scan?.unclear ?? []);
  return (
    <>
      {lost && <Warning>Fuse does not answer; what is shown here may be old.</Warning>}
      {listening && discovery.interfaces.length === 0 && (
        <Warning>Fuse listens on no network: none of its interfaces is up. Scan Custom Subnet needs no announcements.</Warning>
      )}
      {problems.map((problem) => (
        <Warning key={problem}>{sentence(problem)}</Warning>
      ))}
      {unclear.length > 0 && (
        <details className="help-hint">
          <summary>
            <Icon name="info" size={16} /> {unclear.length === 1 ? '1 address answers' : `${unclear.length} addresses answer`} without saying who it is
          </summary>
          <ul>
            {unclear.map(({ address, detail }) => (
              <li key={address}>
                <span className="mono">{address}</span>: {sentence(detail)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <p className="scan-problem" data-tone="yellow" role="status">
      <Icon name="warning" size={16} /> <span>{children}</span>
    </p>
  );
}
