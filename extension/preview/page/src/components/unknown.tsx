import type { ReactNode } from 'react';

/** Stands for a component that this page does not draw, so that nothing a card shows is ever lost unseen. */
export function UnknownComponent({ type, children }: { type: string; children?: ReactNode }) {
  return (
    <div className="ui-unknown">
      <span>{type} is not drawn by this page</span>
      {children}
    </div>
  );
}
