/**
 * Whose staff number was typed: those who have exactly this one, or, when nobody has, in any case of
 * letters. Numbers that differ only in the case of letters belong to different workers.
 */
export function withStaffNumber<T extends { staffNumber: string }>(workers: readonly T[], typed: string): T[] {
  const asked = typed.trim();
  const exact = workers.filter((one) => one.staffNumber === asked);
  if (exact.length > 0) return exact;
  return workers.filter((one) => one.staffNumber.toLowerCase() === asked.toLowerCase());
}
