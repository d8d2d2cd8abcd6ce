import type { ReactNode } from 'react';
import { useOverlay } from './overlay.tsx';

interface StatusTagProps {
  variant?: 'danger' | 'warning' | 'info' | 'success' | 'default';
  hollow?: boolean;
  onClick?: () => void;
  showRemoveIcon?: boolean;
  onRemoveClick?: () => void;
  children?: ReactNode;
}

export function StatusTag({
  variant = 'default',
  hollow,
  onClick,
  showRemoveIcon,
  onRemoveClick,
  children,
}: StatusTagProps) {
  const body = (
    <>
      <span className="ui-dot" aria-hidden="true" />
      {children}
    </>
  );
  return (
    <span className={`ui-status ui-status-${variant}${hollow ? ' ui-status-hollow' : ''}`}>
      {onClick ? (
        <button type="button" className="ui-bare" onClick={() => onClick()}>
          {body}
        </button>
      ) : (
        body
      )}
      {showRemoveIcon ? (
        <button type="button" className="ui-bare" aria-label="Remove" onClick={() => onRemoveClick?.()}>
          ×
        </button>
      ) : null}
    </span>
  );
}

interface TagProps {
  variant?: 'default' | 'warning' | 'success' | 'error' | 'info';
  onClick?: () => void;
  overlay?: ReactNode;
  inline?: boolean;
  children?: ReactNode;
}

export function Tag({ variant = 'default', onClick, overlay, children }: TagProps) {
  const layer = useOverlay(overlay);
  const className = `ui-tag ui-tag-${variant}`;
  const click = () => {
    layer.toggle();
    onClick?.();
  };
  if (!onClick && !overlay) return <span className={className}>{children}</span>;
  return (
    <>
      <button type="button" className={className} onClick={click} {...layer.anchor}>
        {children}
      </button>
      {layer.node}
    </>
  );
}
