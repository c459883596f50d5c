interface ChoiceProps<T> {
  label: string;
  /** What may be chosen, in its order. */
  options: readonly { value: T; label: string; kind?: "good" | "bad" }[];
  /** Undefined: nothing is chosen yet. */
  value: T | undefined;
  onChange: (value: T) => void;
}

/** One of a few, as large buttons beside each other. */
export function Choice<T extends string | number | boolean>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {options.map((one) => (
        <button
          key={String(one.value)}
          type="button"
          class={one.kind ?? ""}
          aria-pressed={one.value === value}
          onClick={() => onChange(one.value)}
        >
          {one.label}
        </button>
      ))}
    </fieldset>
  );
}
