import { type ReactNode, useContext, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { OverlaysContext } from '../card/overlays.ts';
import { OverlayContext } from './overlay.tsx';

interface OverlayBoxProps {
  id: string;
  title?: string;
  'aria-label'?: string;
  width?: 'sm' | 'small' | 'md' | 'medium' | 'lg' | 'large';
  variant?: string;
  onOpen?: () => void;
  onClose?: () => void;
  children?: ReactNode;
}

const WIDTHS: Record<string, number> = { sm: 440, small: 440, md: 640, medium: 640, lg: 880, large: 880 };

export const Modal = (props: OverlayBoxProps) => <OverlayBox kind="modal" {...props} />;
export const Panel = (props: OverlayBoxProps) => <OverlayBox kind="panel" {...props} />;

function OverlayBox(props: OverlayBoxProps & { kind: 'modal' | 'panel' }) {
  const { open, close } = useContext(OverlayContext);
  return open ? <OpenBox {...props} close={close} /> : null;
}

/** A native dialog: the browser keeps the focus inside, makes the rest inert, and closes it on Escape. */
function OpenBox({
  kind,
  id,
  title,
  width = 'md',
  variant,
  onOpen,
  onClose,
  close,
  children,
  ...rest
}: OverlayBoxProps & { kind: 'modal' | 'panel'; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const overlays = useContext(OverlaysContext);
  const hooks = useRef({ onOpen, onClose, close });
  hooks.current = { onOpen, onClose, close };

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    hooks.current.onOpen?.();
    const forget = overlays.opened(id, () => element?.close());
    return () => {
      forget();
      hooks.current.onClose?.();
    };
  }, [id, overlays]);

  return createPortal(
    <dialog
      ref={dialog}
      className={`ui-${kind} ui-${kind}-${variant ?? 'default'}`}
      style={{ width: WIDTHS[width] ?? WIDTHS.md }}
      aria-labelledby={title ? heading : undefined}
      aria-label={title ? undefined : rest['aria-label']}
      onClose={() => hooks.current.close()}
    >
      <header className="ui-dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="ui-dialog-close" aria-label="Close" onClick={() => dialog.current?.close()}>
          ×
        </button>
      </header>
      {children}
    </dialog>,
    document.body,
  );
}

interface PartProps {
  children?: ReactNode;
}

export const ModalBody = ({ children }: PartProps) => <div className="ui-dialog-body">{children}</div>;
export const ModalFooter = ({ children }: PartProps) => <div className="ui-dialog-foot">{children}</div>;
export const PanelBody = ModalBody;
export const PanelFooter = ModalFooter;
export const PanelSection = ({ children }: PartProps) => <div className="ui-panel-section">{children}</div>;
