/** A bar from 0 to `most`; the number stands beside it in words, so it is drawn for the eye only. */
export function Bar({ value, most, kind }: { value: number; most: number; kind: "first" | "second" | "mark" }) {
  const share = most > 0 ? Math.min(100, (100 * value) / most) : 0;
  return (
    <svg class={`bar ${kind}`} width="100%" height="14" aria-hidden="true">
      <rect class="ground" width="100%" height="14" rx="3" />
      <rect class="value" width={`${share}%`} height="14" rx="3" />
    </svg>
  );
}
