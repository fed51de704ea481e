import { useId } from 'preact/hooks';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** `date` gives `YYYY-MM-DD`. */
  readonly type?: 'text' | 'date';
  readonly hint?: string;
  readonly placeholder?: string;
  /** Why it is not acceptable. */
  readonly error?: string | null;
  readonly required?: boolean;
  /** Several lines. */
  readonly rows?: number;
}

/** What is typed here may name a patient, so no browser offers to remember it. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    value,
    onInput,
    type = 'text',
    hint,
    placeholder,
    error = null,
    required = false,
    rows,
  } = props;
  const id = useId();
  const told = [hint !== undefined && `${id}-hint`, error !== null && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  const same = {
    ...{ id, value, required, autoComplete: 'off', spellcheck: false },
    ...(placeholder !== undefined && { placeholder }),
    ...(told !== '' && { 'aria-describedby': told }),
    ...(error !== null && { 'aria-invalid': 'true' as const }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows !== undefined && (
        <textarea {...same} rows={rows} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      )}
      {rows === undefined && type === 'text' && (
        <input {...same} type="text" onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      )}
      {rows === undefined && type === 'date' && (
        <input {...same} type="date" onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      )}
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      {error !== null && (
        <small id={`${id}-error`} class="error">
          {error}
        </small>
      )}
    </div>
  );
}
