import { Button, Loader } from '@mantine/core';
import type { CheckStep } from '@gantry/api';
import { useState } from 'react';
import { Icon, type IconName } from '../parts/Icon';
import { adviceFor, cases, type Advice } from './causes';
import { firstFailure } from './step';

interface Props {
  steps: CheckStep[];
  done: boolean;
  /** Why the steps cannot be taken at all. */
  problem?: string;
  onAgain: () => void;
}

/** Live steps, each with what was found; the first that fails is explained above them, with what to do. */
export function Checks({ steps, done, problem, onAgain }: Props) {
  const failure = firstFailure(steps);
  return (
    <div className="checks">
      <Verdict steps={steps} failure={failure} done={done} problem={problem} />
      <ol className="check-steps" aria-label="Steps" aria-busy={!done}>
        {steps.map((step) => (
          <StepRow key={step.id} step={step} open={step.state === 'warned' && !failure} />
        ))}
      </ol>
      <div className="dialog-actions">
        <Button variant="default" onClick={onAgain} disabled={!done} leftSection={<Icon name="retry" />}>
          Check again
        </Button>
      </div>
    </div>
  );
}

function Verdict({ steps, failure, done, problem }: { steps: CheckStep[]; failure: CheckStep | undefined; done: boolean; problem: string | undefined }) {
  const advice = failure && adviceFor(failure.cause);
  if (problem) return <VerdictBox tone="red" icon="error" title="The check cannot run" text={problem} />;
  if (failure) {
    return (
      <VerdictBox tone="red" icon="error" title={advice?.name ?? failure.name} text={failure.seen}>
        {advice && <WhatToDo advice={advice} />}
      </VerdictBox>
    );
  }
  if (!done) return <VerdictBox tone="blue" icon="waiting" title="Checking …" text="Each step shows here as soon as it is known." />;
  const known = steps.filter(({ state }) => state === 'warned').map(({ cause, name }) => adviceFor(cause)?.name ?? name);
  if (known.length > 0) return <VerdictBox tone="yellow" icon="warning" title="It works, with something to know" text={`${known.join('; ')}. See the marked steps.`} />;
  return <VerdictBox tone="green" icon="check" title="Everything works" text="No step has failed. If the picture is missing all the same, press Retry on it." />;
}

interface BoxProps {
  tone: string;
  icon: IconName;
  title: string;
  text: string;
  children?: React.ReactNode;
}

function VerdictBox({ tone, icon, title, text, children }: BoxProps) {
  return (
    <section className="check-verdict" data-tone={tone} aria-label="Result" aria-live="polite">
      <h3>
        <Icon name={icon} size={20} /> {title}
      </h3>
      <p>{text}</p>
      {children}
    </section>
  );
}

export function WhatToDo({ advice }: { advice: Advice }) {
  const more = cases[advice.help];
  return (
    <>
      <p className="small">{advice.means}</p>
      <h4>What to do</h4>
      <ol>
        {advice.todo.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      <details>
        <summary>
          <Icon name="right" size={14} /> All that helps when: {more.title}
        </summary>
        <ul>
          {more.steps.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

const looks: Record<CheckStep['state'], { icon: IconName; tone: string; word: string }> = {
  waiting: { icon: 'waiting', tone: 'gray', word: 'Waiting' },
  running: { icon: 'waiting', tone: 'blue', word: 'Checking' },
  passed: { icon: 'check', tone: 'green', word: 'Works' },
  warned: { icon: 'warning', tone: 'yellow', word: 'Worth knowing' },
  failed: { icon: 'error', tone: 'red', word: 'Failed' },
  skipped: { icon: 'right', tone: 'gray', word: 'Not tried' },
};

function StepRow({ step, open }: { step: CheckStep; open: boolean }) {
  const { icon, tone, word } = looks[step.state];
  const advice = step.state === 'warned' ? adviceFor(step.cause) : undefined;
  const [unfolded, setUnfolded] = useState(false);
  return (
    <li data-tone={tone} data-step={step.id} data-state={step.state} data-cause={step.cause || undefined}>
      <span className="check-mark">{step.state === 'running' ? <Loader size={16} color="gray" aria-hidden /> : <Icon name={icon} />}</span>
      <div>
        <p className="check-name">
          {step.name} <span className="check-word">{word}</span>
        </p>
        {step.seen && <p className="small dim">{step.seen}</p>}
        {advice && (
          <details className="check-advice" open={open || unfolded} onToggle={({ currentTarget }) => setUnfolded(currentTarget.open)}>
            <summary>
              <Icon name="right" size={14} /> {advice.name}
            </summary>
            <WhatToDo advice={advice} />
          </details>
        )}
      </div>
    </li>
  );
}
