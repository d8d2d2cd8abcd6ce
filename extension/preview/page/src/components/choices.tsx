import { type ReactNode, useId, useState } from 'react';
import { Field, type FieldProps } from './field.tsx';

type Choice = string | number | boolean;

interface SelectProps extends FieldProps {
  value?: Choice;
  options?: { label: string; value: Choice }[];
  onChange?: (value: Choice) => void;
}

export function Select(props: SelectProps) {
  const [own, setOwn] = useState(props.value);
  const options = props.options ?? [];
  const value = props.value ?? own;
  const index = options.findIndex((option) => option.value === value);
  const choose = (text: string) => {
    const chosen = options[Number(text)];
    if (chosen === undefined) return;
    setOwn(chosen.value);
    props.onChange?.(chosen.value);
  };
  return (
    <Field field={props}>
      {(control) => (
        <select
          className="ui-input ui-select"
          name={props.name}
          value={index < 0 ? '' : String(index)}
          disabled={props.readOnly}
          onChange={(event) => choose(event.target.value)}
          {...control}
        >
          {index < 0 ? <option value="">{props.placeholder ?? 'Select'}</option> : null}
          {options.map((option, position) => (
            <option key={String(option.value)} value={String(position)}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface ToggleProps {
  label: string;
  labelDisplay?: 'inline' | 'top' | 'hidden';
  checked?: boolean;
  initialIsChecked?: boolean;
  readonly?: boolean;
  readOnly?: boolean;
  textChecked?: string;
  textUnchecked?: string;
  onChange?: (checked: boolean) => void;
}

export function Toggle({
  label,
  labelDisplay = 'top',
  checked,
  initialIsChecked = false,
  onChange,
  ...props
}: ToggleProps) {
  const [own, setOwn] = useState(initialIsChecked);
  const id = useId();
  const on = checked ?? own;
  const flip = () => {
    setOwn(!on);
    onChange?.(!on);
  };
  return (
    <div className={`ui-toggle ui-toggle-${labelDisplay}`}>
      <span id={id} className={labelDisplay === 'hidden' ? 'ui-hidden' : undefined}>
        {label}
      </span>
      <button
        type="button"
        role="switch"
        className="ui-switch"
        aria-checked={on}
        aria-labelledby={id}
        disabled={props.readonly || props.readOnly}
        onClick={flip}
      />
      {props.textChecked ? <span>{on ? props.textChecked : props.textUnchecked}</span> : null}
    </div>
  );
}

interface CheckboxProps {
  value?: string;
  checked?: boolean;
  initialIsChecked?: boolean;
  readonly?: boolean;
  readOnly?: boolean;
  description?: string;
  name?: string;
  inline?: boolean;
  'aria-label'?: string;
  onChange?: (checked: boolean, value: string) => void;
  children?: ReactNode;
}

export const Checkbox = (props: CheckboxProps) => <Tick type="checkbox" {...props} />;
export const RadioButton = (props: CheckboxProps) => <Tick type="radio" {...props} />;

function Tick({ type, ...props }: CheckboxProps & { type: 'checkbox' | 'radio' }) {
  const [own, setOwn] = useState(props.initialIsChecked ?? false);
  const flip = (now: boolean) => {
    setOwn(now);
    props.onChange?.(now, props.value ?? '');
  };
  return (
    <label className={props.inline ? 'ui-check ui-inline' : 'ui-check'}>
      <input
        type={type}
        name={props.name}
        checked={props.checked ?? own}
        disabled={props.readonly || props.readOnly}
        aria-label={props['aria-label']}
        onChange={(event) => flip(event.target.checked)}
      />
      <span>
        {props.children}
        {props.description ? <span className="ui-field-description">{props.description}</span> : null}
      </span>
    </label>
  );
}
