// A server of its own with the training pages and a sample contractor, made by the command line.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPages } from "../support/pages.ts";
import { Touchstone } from "../support/touchstone.ts";

/** Today, as the pages count it. */
export const TODAY = new Intl.DateTimeFormat("sv-SE").format(new Date());

/** The contractor "miner" with a worker 周试石, a batch that is held today, and another company with one worker. */
export class Ground extends Touchstone {
  department = "";
  trainer = "";
  worker = "";

  /** A fault that is planted in the pages. */
  fault = "";

  override async start(): Promise<void> {
    await buildPages(this.pages, { only: ["training/index.html", "check/index.html"], fault: this.fault });
    await super.start();
    this.cli(["sample", "--workers", "4000"]);
    const session = `s1:${TODAY}:4:安全操作`;
    this.cli([
      ...["batch", "create", "--id", "today", "--programme", "rig-281", "--site", "miner/b01"],
      ...["--name", "今日安全课", "--session", session, "--instructor", "李师傅"],
    ]);
    this.cli([
      ...["worker", "create", "--id", "zhou", "--company", "miner", "--name", "周试石"],
      ...["--staff-number", "T0041"],
    ]);
    this.add("posting", "2021-03-01", "site=miner/b01", "trade=电工");
    this.add("certificate", "2021-08-03", "type=building-site-electrician", "number=B-7", "kind=issued", "basis=exam");
    this.add("violation", TODAY, "rule=未戴安全帽", "--id", "v-1");
    this.cli(["record", "withdraw", "zhou", "v-1", "--reason", "记错了人", "--date", TODAY]);
    this.cli(["company", "create", "--id", "other", "--name", "别家公司"]);
    this.cli(["worker", "create", "--id", "stranger", "--company", "other", "--name", "陌生人"]);
    this.department = this.of("training-department");
    this.trainer = this.of("trainer");
    this.worker = this.of("worker", "--worker", "zhou");
  }

  /** Adds a record to the file of the worker whose days the tests know. */
  private add(kind: string, date: string, ...said: string[]): void {
    this.cli(["record", "add", "zhou", kind, "--date", date, ...said]);
  }

  /** Secret of a new token of the company. */
  private of(role: string, ...more: string[]): string {
    const out = join(this.folder, `${role}.token`);
    this.cli(["token", "create", "--role", role, "--company", "miner", ...more, "--out", out]);
    return readFileSync(out, "utf8").trim();
  }
}
