import { Button, Loader } from '@mantine/core';
import { problemText, sentence } from '@gantry/api';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** h1: of a page that has nothing else. */
  heading?: 'h1' | 'h2';
}

/** Nothing to show: what this place is for, and what to do next. */
export function Empty({ icon, title, children, action, heading: Heading = 'h2' }: EmptyProps) {
  return (
    <div className="notice">
      <span className="notice-icon">
        <Icon name={icon} size={28} />
      </span>
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div className="notice" role="status">
      <Loader size="sm" color="gray" aria-hidden />
      <p>Loading {what} …</p>
    </div>
  );
}

interface FailureProps extends Pick<EmptyProps, 'heading'> {
  error: unknown;
  onRetry?: () => void;
}

export function Failure({ error, onRetry, heading: Heading = 'h2' }: FailureProps) {
  return (
    <div className="notice" role="alert">
      <span className="notice-icon" data-tone="red">
        <Icon name="error" size={28} />
      </span>
      <Heading>This did not work</Heading>
      <p>{sentence(problemText(error))}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry} leftSection={<Icon name="retry" />}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A refusal beside the form that caused it. */
export function FormError({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p className="form-error" role="alert">
      <Icon name="error" size={16} /> {sentence(problemText(error))}
    </p>
  );
}
