import type { SheetKey } from "./engine";

/** One text for a sheet, to find it by. */
export const sheetId = (key: SheetKey): string => `${key.discipline}|${key.entrantCode}|${key.module}`;

/** One text for a cell of a sheet. */
export const cellId = (cell: { item: string; attempt: number; round: number }): string =>
  `${cell.item}#${cell.attempt || 1}.${cell.round}`;
