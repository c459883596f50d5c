const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;

/**
 * Sends what waits, one call at a time: `sendOne` sends the oldest and says whether there may be
 * more; when it throws, `stopped` is told why, and it is tried again later.
 */
export class Sending {
  private running: Promise<void> | null = null;
  private again = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly sendOne: () => Promise<boolean>,
    private readonly stopped: (thrown: unknown) => void,
  ) {}

  /** Sends now; resolves when nothing more can be sent at present. */
  flush(): Promise<void> {
    this.again = true;
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    while (this.again) {
      this.again = false;
      try {
        while (await this.sendOne()) this.failures = 0;
        this.failures = 0;
      } catch (thrown) {
        this.stopped(thrown);
        this.pause();
      }
    }
  }

  /** Tries again later: twice as late each time, and never all devices at once. */
  private pause(): void {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), longest * (0.5 + Math.random() / 2));
  }
}
