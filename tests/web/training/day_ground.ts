// A trainer's device and the server, with the network of a mine between them.
import { Proxy } from "../judge_offline/proxy.ts";
import { Ground } from "./ground.ts";

/** A record as the command line prints it. */
export interface Printed {
  name: string;
  date: string;
  state?: string;
  attendance?: { batch: string; session: string; classHours?: string };
  assessment?: { kind: string; score?: string; passed?: boolean; attempt?: number; steps?: { text: string; done?: boolean }[] };
  evaluation?: { kind: string; findings?: { id: string; text: string; dueDate?: string }[] };
  mentorContract?: { trade: string; fromLevel?: string; toLevel?: string };
  findingClosure?: { evaluation: string; finding: string; how: string };
}

/** The contractor, and a trainer 李师傅 who was invited. */
export class DayGround extends Ground {
  readonly proxy = new Proxy();
  private readonly front: number;
  private readonly back: string;

  constructor(port: number) {
    super(port, ["--web-origin", `http://127.0.0.1:${port + 5}`]);
    this.front = port + 5;
    this.back = String(port);
  }

  /** Where people open the pages: behind the proxy. */
  get door(): string {
    return `http://127.0.0.1:${this.front}`;
  }

  override async start(): Promise<void> {
    await super.start();
    this.proxy.upstream = Number(this.back);
    await this.proxy.listen(this.front);
  }

  override async remove(): Promise<void> {
    this.proxy.close();
    await super.remove();
  }

  /** A one-time link for a new account of the company. */
  invite(login: string, name: string, role: string): string {
    this.cli(["account", "create", login, "--name", name, "--role", role, "--company", "miner"]);
    const said = this.cli(["account", "invite", login, "--json"]);
    return `${this.door}/training/?lang=zh#invite=${/ti_[\w-]{43}/.exec(said)?.[0] ?? said}`;
  }

  /** A worker's file. */
  file(worker: string): Printed[] {
    const said = JSON.parse(this.cli(["record", "list", worker, "--json"])) as { records?: Printed[] };
    return said.records ?? [];
  }

  /** Id of the worker with a staff number of the sample. */
  workerWith(number: string): string {
    return `w${number.slice(1)}`;
  }
}
