import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { failureOf, type Failure } from "../lib/api";
import { Dialog } from "./dialog";
import { FailureNotice } from "./notice";
import { words } from "./labels";

/** One field of a form. */
export interface Field {
  key: string;
  label: string;
  kind?: "text" | "password" | "long" | "choice" | "many" | "date";
  /** Of a choice or of many: what may be chosen. */
  options?: { value: string; label: string }[];
  required?: boolean;
  hint?: string;
  pattern?: string;
  maxLength?: number;
  minLength?: number;
  /** Cannot be changed now. */
  fixed?: boolean;
  autocomplete?: string;
}

/** What was filled in; many values stand in one text, a line each. */
export type Values = Record<string, string>;

/** The values of a list of choices. */
export const lines = (text: string | undefined): string[] => (text ?? "").split("\n").filter(Boolean);

function Many({ field, value, onChange }: { field: Field; value: string; onChange: (v: string) => void }) {
  const chosen = new Set(lines(value));
  const toggle = (one: string) => {
    if (!chosen.delete(one)) chosen.add(one);
    onChange((field.options ?? []).map((option) => option.value).filter((v) => chosen.has(v)).join("\n"));
  };
  return (
    <fieldset class="many">
      <legend>{field.label}</legend>
      {field.hint && <small class="quiet">{field.hint}</small>}
      {(field.options ?? []).map((option) => (
        <label class="check" key={option.value}>
          <input type="checkbox" checked={chosen.has(option.value)} onChange={() => toggle(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Control({ field, value, onChange }: { field: Field; value: string; onChange: (v: string) => void }) {
  const shared = {
    value,
    name: field.key,
    required: field.required ?? false,
    disabled: field.fixed ?? false,
    onInput: (e: { currentTarget: { value: string } }) => onChange(e.currentTarget.value),
  };
  if (field.kind === "choice") {
    return (
      <select {...shared}>
        {!(field.required && value) && (
          <option value="">{field.required ? words.value.choose : words.value.none}</option>
        )}
        {(field.options ?? []).map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  const limits = {
    ...(field.maxLength ? { maxLength: field.maxLength } : {}),
    ...(field.minLength ? { minLength: field.minLength } : {}),
  };
  if (field.kind === "long") return <textarea rows={3} {...shared} {...limits} />;
  const texted = { ...shared, ...limits, autocomplete: field.autocomplete ?? "off" };
  if (field.kind === "date") return <input type="datetime-local" {...shared} />;
  if (field.kind === "password") return <input type="password" {...texted} />;
  return <input type="text" {...(field.pattern ? { pattern: field.pattern } : {})} {...texted} />;
}

interface FormProps {
  fields: Field[];
  start?: Values;
  submit: string;
  /** Does it; what it throws is shown in the form. */
  onSubmit: (values: Values) => Promise<unknown>;
  /** More buttons, before the one that submits. */
  children?: ComponentChildren;
}

/** A form whose failures are shown inside it. */
export function Form({ fields, start = {}, submit, onSubmit, children }: FormProps) {
  const [values, setValues] = useState<Values>(start);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const set = (key: string) => (value: string) => setValues((now) => ({ ...now, [key]: value }));
  const send = async (e: Event) => {
    e.preventDefault();
    setBusy(true);
    try {
      setFailure(undefined);
      await onSubmit(values);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="column" onSubmit={send}>
      {fields.map((field) =>
        field.kind === "many" ? (
          <Many key={field.key} field={field} value={values[field.key] ?? ""} onChange={set(field.key)} />
        ) : (
          <label key={field.key}>
            <span>
              {field.label}
              {field.required && <em class="quiet"> · {words.value.required}</em>}
            </span>
            <Control field={field} value={values[field.key] ?? ""} onChange={set(field.key)} />
            {field.hint && <small class="quiet">{field.hint}</small>}
          </label>
        ),
      )}
      <FailureNotice failure={failure} />
      <div class="row end">
        {children}
        <button class="primary" type="submit" disabled={busy}>
          {submit}
        </button>
      </div>
    </form>
  );
}

/** A form in a dialog; it closes when it was done. */
export function FormDialog(props: FormProps & { title: string; onClose: () => void; lead?: ComponentChildren }) {
  const { title, onClose, lead, ...form } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      {lead}
      <Form
        {...form}
        onSubmit={async (values) => {
          await form.onSubmit(values);
          onClose();
        }}
      >
        <button type="button" onClick={onClose}>
          {words.value.cancel}
        </button>
      </Form>
    </Dialog>
  );
}
