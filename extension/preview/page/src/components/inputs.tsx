import { useEffect, useState } from 'react';
import { Field, type FieldProps } from './field.tsx';
import { Glyph } from './picture.tsx';

/**
 * Text fields. As in HubSpot, `onInput` comes with every edit and `onChange` when the value is committed:
 * the field is left, Enter is pressed, or it is cleared.
 */
interface TextFieldProps extends FieldProps {
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  onInput?: (value: string) => void;
  onBlur?: (value: string) => void;
  onFocus?: (value: string) => void;
}

function useDraft(
  props: Pick<TextFieldProps, 'value' | 'defaultValue' | 'onChange' | 'onInput' | 'onBlur' | 'onFocus'>,
) {
  const [draft, setDraft] = useState(props.value ?? props.defaultValue ?? '');
  const [committed, setCommitted] = useState(draft);
  useEffect(() => {
    if (props.value === undefined) return;
    setDraft(props.value);
    setCommitted(props.value);
  }, [props.value]);
  const commit = (value: string) => {
    if (value === committed) return;
    setCommitted(value);
    props.onChange?.(value);
  };
  const edit = (value: string) => {
    setDraft(value);
    props.onInput?.(value);
  };
  const handlers = {
    value: draft,
    onChange: (event: { target: { value: string } }) => edit(event.target.value),
    onBlur: () => {
      commit(draft);
      props.onBlur?.(draft);
    },
    onFocus: () => props.onFocus?.(draft),
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Enter') commit(draft);
    },
  };
  return { draft, edit, commit, handlers };
}

export function Input(props: TextFieldProps & { type?: 'text' | 'password' }) {
  const { handlers } = useDraft(props);
  return (
    <Field field={props}>
      {(control) => (
        <input
          className="ui-input"
          type={props.type ?? 'text'}
          name={props.name}
          placeholder={props.placeholder}
          readOnly={props.readOnly}
          required={props.required}
          {...control}
          {...handlers}
        />
      )}
    </Field>
  );
}

export function TextArea(props: TextFieldProps & { rows?: number; maxLength?: number; resize?: string }) {
  const { handlers } = useDraft(props);
  const { onKeyDown: _, ...rest } = handlers;
  return (
    <Field field={props}>
      {(control) => (
        <textarea
          className="ui-input"
          name={props.name}
          rows={props.rows ?? 3}
          maxLength={props.maxLength}
          placeholder={props.placeholder}
          readOnly={props.readOnly}
          {...control}
          {...rest}
        />
      )}
    </Field>
  );
}

export function SearchInput(props: TextFieldProps & { clearable?: boolean }) {
  const { draft, edit, commit, handlers } = useDraft(props);
  const clear = () => {
    edit('');
    commit('');
  };
  return (
    <Field field={props}>
      {(control) => (
        <div className="ui-search">
          <input
            className="ui-input"
            type="search"
            name={props.name}
            placeholder={props.placeholder ?? 'Search'}
            readOnly={props.readOnly}
            {...control}
            {...handlers}
          />
          {props.clearable !== false && draft !== '' ? (
            <button type="button" className="ui-search-clear" aria-label="Clear the search" onClick={clear}>
              ×
            </button>
          ) : (
            <span className="ui-search-sign">
              <Glyph name="search" size={16} />
            </span>
          )}
        </div>
      )}
    </Field>
  );
}

interface NumberFieldProps extends FieldProps {
  value?: number;
  defaultValue?: number;
  min?: number;
  max?: number;
  precision?: number;
  currency?: string;
  onChange?: (value: number) => void;
  onInput?: (value: number) => void;
}

export function NumberInput(props: NumberFieldProps) {
  const number = (call?: (value: number) => void) => (text: string) => {
    if (text !== '' && Number.isFinite(Number(text))) call?.(Number(text));
  };
  const { handlers } = useDraft({
    ...(props.value === undefined ? {} : { value: String(props.value) }),
    ...(props.defaultValue === undefined ? {} : { defaultValue: String(props.defaultValue) }),
    onChange: number(props.onChange),
    onInput: number(props.onInput),
  });
  return (
    <Field field={props.currency ? { ...props, label: `${props.label} (${props.currency})` } : props}>
      {(control) => (
        <input
          className="ui-input ui-number"
          type="number"
          name={props.name}
          min={props.min}
          max={props.max}
          step="any"
          placeholder={props.placeholder}
          readOnly={props.readOnly}
          {...control}
          {...handlers}
        />
      )}
    </Field>
  );
}
