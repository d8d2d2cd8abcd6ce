import type { ReactNode } from 'react';
import { Glyph } from './picture.tsx';

interface AlertProps {
  title?: string;
  variant?: 'info' | 'warning' | 'success' | 'error' | 'danger' | 'tip';
  children?: ReactNode;
}

const SIGNS: Record<string, string> = {
  info: 'info',
  tip: 'info',
  success: 'success',
  warning: 'warning',
  danger: 'danger',
};

export function Alert({ title, variant = 'info', children }: AlertProps) {
  const kind = variant === 'error' ? 'danger' : variant;
  return (
    <div className={`ui-alert ui-alert-${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <Glyph name={SIGNS[kind] ?? 'info'} size={18} />
      <div>
        {title ? <strong>{title}</strong> : null}
        {children === undefined ? null : <div>{children}</div>}
      </div>
    </div>
  );
}

interface StateProps {
  title?: string;
  layout?: 'horizontal' | 'vertical';
  flush?: boolean;
  imageWidth?: number;
  children?: ReactNode;
}

export function EmptyState({ title, layout = 'horizontal', flush, children }: StateProps) {
  return (
    <div className={`ui-state ui-state-${layout}${flush ? ' ui-state-flush' : ''}`}>
      <div className="ui-state-words">
        {title ? <h3>{title}</h3> : null}
        {children}
      </div>
      <span className="ui-state-picture" aria-hidden="true">
        <Glyph name="box" size={40} />
      </span>
    </div>
  );
}

export function ErrorState({
  title = 'Something went wrong.',
  type = 'error',
  children,
}: StateProps & { type?: string }) {
  return (
    <div className="ui-state ui-state-vertical" role="alert">
      <span className="ui-state-picture ui-state-picture-error" aria-hidden="true">
        <Glyph name={type === 'lock' ? 'lock' : 'warning'} size={40} />
      </span>
      <div className="ui-state-words">
        <h3>{title}</h3>
        {children}
      </div>
    </div>
  );
}

interface SpinnerProps {
  label?: string;
  showLabel?: boolean;
  size?: string;
  layout?: 'inline' | 'centered';
}

const SIZES: Record<string, string> = { xs: 'xs', 'extra-small': 'xs', sm: 'sm', small: 'sm', md: 'md', medium: 'md' };

export function LoadingSpinner({ label = 'Loading', showLabel, size = 'sm', layout = 'inline' }: SpinnerProps) {
  return (
    <div className={`ui-loading ui-loading-${layout}`} role="status">
      <span className={`ui-spinner ui-spinner-${SIZES[size] ?? 'sm'}`} aria-hidden="true" />
      <span className={showLabel ? undefined : 'ui-hidden'}>{label}</span>
    </div>
  );
}

interface ProgressProps {
  title?: string;
  'aria-label'?: string;
  showPercentage?: boolean;
  value?: number;
  maxValue?: number;
  valueMax?: number;
  valueDescription?: string;
  variant?: 'success' | 'danger' | 'warning';
}

export function ProgressBar(props: ProgressProps) {
  const { title, showPercentage, value = 0, valueDescription, variant = 'success' } = props;
  const max = props.maxValue ?? props.valueMax ?? 100;
  const share = Math.round((Math.max(0, Math.min(value, max)) / max) * 100);
  return (
    <div className="ui-progress">
      <div className="ui-progress-words">
        <span>{title}</span>
        <span>{valueDescription ?? (showPercentage ? `${share} %` : '')}</span>
      </div>
      <div
        className="ui-progress-track"
        role="progressbar"
        aria-label={props['aria-label'] ?? title ?? 'Progress'}
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className={`ui-progress-fill ui-progress-${variant}`} style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}
