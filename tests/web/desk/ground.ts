// A server of its own with the pages as they are shipped, for the tests of the desk.
import { buildPages } from "../support/pages.ts";
import { Touchstone } from "../support/touchstone.ts";

/** One server on loopback; it ends with `stop`. */
export class Ground extends Touchstone {
  private readonly fault: string;

  /** `fault` names one that is planted in the judge's app. */
  constructor(port: number, fault = "") {
    super(port);
    this.fault = fault;
  }

  override async start(): Promise<void> {
    await buildPages(this.pages, { fault: this.fault });
    await super.start();
  }

  async stop(): Promise<void> {
    await this.remove();
  }
}
