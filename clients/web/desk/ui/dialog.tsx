import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "./words";

interface DialogProps {
  title: string;
  /** Called when it is closed in any way, Escape included. */
  onClose: () => void;
  /** Broad enough for tables. */
  wide?: boolean;
  children: ComponentChildren;
}

/** A dialog of the browser: it keeps the focus inside and gives it back when it closes. */
export function Dialog({ title, onClose, wide, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("form :is(input, select, textarea):enabled")?.focus();
    return () => before?.focus();
  }, []);
  return (
    <dialog ref={dialog} class={wide ? "wide" : ""} aria-labelledby={titleId} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button class="small" aria-label={words.value.close} onClick={() => dialog.current?.close()}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}
