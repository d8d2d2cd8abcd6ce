import { type ReactNode, useId } from 'react';

export interface FieldProps {
  label?: string;
  name?: string;
  required?: boolean;
  readOnly?: boolean;
  description?: string;
  tooltip?: string;
  placeholder?: string;
  error?: boolean;
  validationMessage?: string;
}

interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** A control with its label, its description, and what is wrong with it. */
export function Field({ field, children }: { field: FieldProps; children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const { label, required, description, tooltip, error, validationMessage } = field;
  const message = validationMessage || undefined;
  return (
    <div className={error ? 'ui-field ui-field-error' : 'ui-field'}>
      {label ? (
        <label htmlFor={id} title={tooltip}>
          {label}
          {required ? <span aria-hidden="true"> *</span> : null}
        </label>
      ) : null}
      {description ? <div className="ui-field-description">{description}</div> : null}
      {children({ id, 'aria-describedby': message ? `${id}m` : undefined, 'aria-invalid': error || undefined })}
      {message ? (
        <div id={`${id}m`} className="ui-field-message">
          {message}
        </div>
      ) : null}
    </div>
  );
}
