// The two pages under test, built once per process.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPages as build, ROOT } from "../support/pages.ts";

/** Landing page and board. */
export const PAGES = ["index.html", "board/index.html"];

/** Where the built pages lie while this process lives. */
export const pagesFolder = mkdtempSync(join(tmpdir(), "touchstone-board-"));
process.on("exit", () => rmSync(pagesFolder, { recursive: true, force: true }));

/** Where screenshots go. */
export const shotsFolder = `${ROOT}build/shots/board`;

/** Builds landing page and board as they are shipped. */
export const buildPages = (): Promise<void> => build(pagesFolder, { only: PAGES });
