import type { ComponentChildren } from "preact";
import { FormDialog, type Field, type Values } from "../../ui/form";

interface ConfirmProps {
  title: string;
  /** What happens, and that it cannot be taken back. */
  children?: ComponentChildren;
  submit: string;
  fields?: Field[];
  onConfirm: (values: Values) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, children, submit, fields = [], onConfirm, onClose }: ConfirmProps) {
  return (
    <FormDialog title={title} lead={children} fields={fields} submit={submit} onSubmit={onConfirm} onClose={onClose} />
  );
}
