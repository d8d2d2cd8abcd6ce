import type { CardAlert } from '../card/host-api.ts';
import { Alert } from '../components/feedback.tsx';

export interface Toast extends CardAlert {
  key: number;
}

/** Messages of cards (`actions.addAlert`), over the page until they are closed. */
export function Toasts({ toasts, close }: { toasts: Toast[]; close: (key: number) => void }) {
  return (
    <div className="toasts" aria-live="polite">
      {toasts.map(({ key, type, title, message }) => (
        <div className="toast" key={key}>
          <Alert title={title ?? message} variant={type ?? 'info'}>
            {title ? message : undefined}
          </Alert>
          <button type="button" className="ui-dialog-close" aria-label="Close the message" onClick={() => close(key)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
