import { type ReactNode, useContext } from 'react';
import { FormContext } from './form-context.ts';
import { useOverlay } from './overlay.tsx';

interface ButtonProps {
  onClick?: () => void;
  href?: string | { url: string };
  disabled?: boolean;
  variant?: 'primary' | 'secondary' | 'destructive' | 'transparent';
  type?: 'button' | 'reset' | 'submit';
  size?: string;
  truncate?: boolean;
  overlay?: ReactNode;
  testId?: string;
  children?: ReactNode;
}

const SIZES: Record<string, string> = { xs: 'xs', 'extra-small': 'xs', sm: 'sm', small: 'sm', md: 'md', medium: 'md' };

export function Button(props: ButtonProps & { loading?: boolean }) {
  const { onClick, href, disabled, variant = 'secondary', type = 'button', size = 'md', overlay, testId } = props;
  const layer = useOverlay(overlay);
  const inForm = useContext(FormContext);
  const loading = props.loading === true;
  const click = () => {
    if (loading) return;
    layer.toggle();
    onClick?.();
    const url = typeof href === 'object' ? href.url : href;
    if (url && /^https?:/.test(url)) window.open(url, '_blank', 'noreferrer');
  };
  return (
    <>
      <button
        type={inForm ? type : 'button'}
        className={`ui-button ui-button-${variant} ui-button-${SIZES[size] ?? 'md'}`}
        disabled={disabled}
        aria-busy={loading || undefined}
        aria-disabled={loading || undefined}
        onClick={click}
        data-test-id={testId}
        {...layer.anchor}
      >
        {loading ? <span className="ui-spinner ui-spinner-xs" aria-hidden="true" /> : null}
        <span className={props.truncate ? 'ui-truncate' : undefined}>{props.children}</span>
      </button>
      {layer.node}
    </>
  );
}

export const LoadingButton = Button;

export function ButtonRow({ children }: { children?: ReactNode }) {
  return <div className="ui-button-row">{children}</div>;
}
