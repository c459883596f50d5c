// A server of its own with the pages as they are shipped, for the tests of the desk.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build, loadConfigFromFile, mergeConfig } from "vite";

const root = new URL("../../../", import.meta.url).pathname;
const program = (variable: string, path: string) => process.env[variable] ?? `${root}build/release/${path}`;

async function buildPages(outDir: string, fault: string): Promise<void> {
  const loaded = await loadConfigFromFile(
    { command: "build", mode: "production" },
    `${root}clients/web/vite.config.ts`,
  );
  await build(
    mergeConfig(loaded?.config ?? {}, {
      configFile: false,
      logLevel: "warn",
      define: { __FAULT__: JSON.stringify(fault) },
      build: { outDir, emptyOutDir: true },
    }),
  );
}

/** One server on loopback; it ends with `stop`. */
export class Ground {
  readonly folder = mkdtempSync(join(tmpdir(), "touchstone-desk-"));
  private server: ChildProcess | undefined;
  private readonly port: number;
  private readonly fault: string;

  /** `fault` names one that is planted in the judge's app. */
  constructor(port: number, fault = "") {
    this.port = port;
    this.fault = fault;
  }

  /** What a browser opens. */
  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Secret of the first organiser's token. */
  get organiser(): string {
    return this.read("first-token");
  }

  /** Secret of the administrator's invitation. */
  get invitation(): string {
    const text = this.read("first-invitation");
    return /ti_[\w-]{43}/.exec(text)?.[0] ?? text;
  }

  private read(name: string): string {
    return readFileSync(join(this.folder, "data", name), "utf8").trim();
  }

  async start(): Promise<void> {
    await buildPages(join(this.folder, "pages"), this.fault);
    this.server = spawn(
      program("TOUCHSTONED", "services/server/touchstoned"),
      [
        ...["--listen", `127.0.0.1:${this.port + 1}`, "--unix-socket", join(this.folder, "socket")],
        ...["--data-dir", join(this.folder, "data")],
        ...["--web-listen", `127.0.0.1:${this.port}`, "--web-root", join(this.folder, "pages")],
      ],
      { stdio: ["ignore", "ignore", process.env["SHOW_SERVER"] ? "inherit" : "ignore"] },
    );
    for (let tries = 0; ; ++tries) {
      if (this.server.exitCode !== null || tries > 200) throw new Error("touchstoned does not start");
      const answer = await fetch(`${this.address}/desk/`).catch(() => null);
      if (answer?.ok) return;
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    if (this.server && this.server.exitCode === null) {
      const ended = once(this.server, "exit");
      this.server.kill();
      const killer = setTimeout(() => this.server?.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(killer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs the command line with the organiser's token, or another. */
  cli(args: string[], token = this.organiser): string {
    return execFileSync(program("TOUCHSTONE", "clients/cli/touchstone"), args, {
      encoding: "utf8",
      env: { ...process.env, TOUCHSTONE_SERVER: `127.0.0.1:${this.port + 1}`, TOUCHSTONE_TOKEN: token },
    });
  }

  /** Secret of a new token. */
  token(role: string, event: string, ...more: string[]): string {
    const out = join(this.folder, `${role}-${more.join("-")}.token`);
    this.cli(["token", "create", "--role", role, "--event", event, ...more, "--out", out]);
    return readFileSync(out, "utf8").trim();
  }
}
