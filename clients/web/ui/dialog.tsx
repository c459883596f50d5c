import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { catalogue } from "../lib/language";

const texts = catalogue({ close: "关闭" }, { close: "Close" });

interface DialogProps {
  title: string;
  /** Called when it is closed in any way, Escape included. */
  onClose: () => void;
  /** Broad enough for tables. */
  wide?: boolean;
  /** It has a button of its own to leave it, and none in its head. */
  ownWayOut?: boolean;
  children: ComponentChildren;
}

/** A dialog of the browser: it keeps the focus inside and gives it back when it closes. */
export function Dialog({ title, onClose, wide, ownWayOut, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("form :is(input, select, textarea):enabled")?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} class={wide ? "wide" : ""} aria-labelledby={titleId} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={titleId}>{title}</h2>
        {!ownWayOut && (
          <button class="small" aria-label={texts.value.close} onClick={() => dialog.current?.close()}>
            ✕
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}
