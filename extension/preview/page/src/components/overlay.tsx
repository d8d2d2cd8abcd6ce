import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

/** Whether the overlay of a trigger is open (modal, panel) or its trigger is pointed at (tooltip). */
interface OverlayState {
  open: boolean;
  pointedAt: DOMRect | null;
  close: () => void;
}

export const OverlayContext = createContext<OverlayState>({ open: false, pointedAt: null, close: () => {} });

/** What a trigger needs for the `overlay` it was given: props for its element, and the node to draw beside it. */
export function useOverlay(overlay: ReactNode) {
  const [open, setOpen] = useState(false);
  const [pointedAt, setPointedAt] = useState<DOMRect | null>(null);
  const given = overlay !== undefined && overlay !== null;
  const point = (event: { currentTarget: Element }) => setPointedAt(event.currentTarget.getBoundingClientRect());
  const leave = () => setPointedAt(null);
  return {
    toggle: () => {
      if (given) setOpen(!open);
    },
    anchor: given ? { onMouseEnter: point, onMouseLeave: leave, onFocus: point, onBlur: leave } : {},
    node: given ? (
      <OverlayContext.Provider value={{ open, pointedAt, close: () => setOpen(false) }}>
        {overlay}
      </OverlayContext.Provider>
    ) : null,
  };
}

interface TooltipProps {
  placement?: 'top' | 'bottom' | 'left' | 'right';
  children?: ReactNode;
}

export function Tooltip({ placement = 'top', children }: TooltipProps) {
  const { pointedAt } = useContext(OverlayContext);
  const bubble = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = bubble.current?.getBoundingClientRect();
    if (pointedAt === null || box === undefined || bubble.current === null) return;
    const { left, top } = place(pointedAt, box, placement);
    bubble.current.style.left = `${Math.max(8, Math.min(left, window.innerWidth - box.width - 8))}px`;
    bubble.current.style.top = `${Math.max(8, top)}px`;
    bubble.current.style.visibility = 'visible';
  }, [pointedAt, placement]);
  if (pointedAt === null) return null;
  return createPortal(
    <div ref={bubble} role="tooltip" className="ui-tooltip">
      {children}
    </div>,
    document.body,
  );
}

const GAP = 6;

function place(anchor: DOMRect, box: DOMRect, placement: string): { left: number; top: number } {
  const centred = anchor.left + anchor.width / 2 - box.width / 2;
  const middle = anchor.top + anchor.height / 2 - box.height / 2;
  switch (placement) {
    case 'bottom':
      return { left: centred, top: anchor.bottom + GAP };
    case 'left':
      return { left: anchor.left - box.width - GAP, top: middle };
    case 'right':
      return { left: anchor.right + GAP, top: middle };
    default:
      return { left: centred, top: anchor.top - box.height - GAP };
  }
}
