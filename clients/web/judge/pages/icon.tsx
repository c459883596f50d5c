const SHAPES = {
  back: "M15 5l-7 7 7 7",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10",
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16.2 16.2L21 21",
  refresh: "M20 11a8 8 0 1 0-2.3 6.2M20 5v6h-6",
  more: "M5 12h.1M12 12h.1M19 12h.1",
  flag: "M6 21V4h11l-2.5 4L17 12H6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6L6 18",
  erase: "M9 6h11v12H9l-6-6zM12.5 9.5l5 5M17.5 9.5l-5 5",
  undo: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3",
  next: "M9 5l7 7-7 7",
  camera: "M4 8h3.5L9 5h6l1.5 3H20v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.500 0 0 0 0-7z",
  warn: "M12 4l9 16H3zM12 10v4M12 17h.01",
} as const;

/** A drawing that only repeats what the text beside it, or the button's label, says. */
export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
