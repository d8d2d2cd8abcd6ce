import type { FormEvent, ReactNode } from 'react';
import { FormContext } from './form-context.ts';

interface FormProps {
  onSubmit?: (event: unknown) => void;
  autoComplete?: 'on' | 'off';
  children?: ReactNode;
}

/** The card gets the values by field name in `targetValue`, as in HubSpot; the page itself never navigates. */
export function Form({ onSubmit, autoComplete, children }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const targetValue = Object.fromEntries(new FormData(event.currentTarget));
    onSubmit?.({ type: 'submit', bubbles: true, timeStamp: event.timeStamp, targetValue });
  };
  return (
    <form className="ui-form" autoComplete={autoComplete} onSubmit={submit}>
      <FormContext.Provider value={true}>{children}</FormContext.Provider>
    </form>
  );
}
