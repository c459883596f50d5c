import http from "node:http";
import type { Socket } from "node:net";

/** What becomes of a call between the tablet and the server. */
export type Weather =
  | "fine"
  /** Nothing gets through. */
  | "offline"
  /** The server takes the call; its answer never arrives. */
  | "answer-lost"
  /** The call never arrives. */
  | "call-lost"
  /** A proxy of the hall fails. */
  | "500"
  | "503-page"
  /** A landing page says 200 to everything. */
  | "captive"
  /** A landing page redirects everything to itself. */
  | "captive-redirect"
  /** Like captive, with the content type of our answers. */
  | "captive-disguised"
  /** The answer breaks off in the middle. */
  | "cut"
  /** One bit of the last receipt's signature is changed. */
  | "bit-flipped"
  /** Answers come after the tablet gave up. */
  | "slow";

const LANDING = "<!doctype html><title>Welcome</title><p>Please accept our terms.</p>";

/** Stands between the browser and the server, as a hall's Wi-Fi does. */
export class Proxy {
  /** Decides for each request; `rpc` is the method's name, or empty for the file at `path`. */
  weather: (rpc: string, path: string) => Weather = () => "fine";
  /** Port of the server behind. */
  upstream = 0;
  /** Calls by method, whatever became of them. */
  readonly seen = new Map<string, number>();
  slowMs = 12_000;
  private readonly sockets = new Set<Socket>();
  private readonly server = http.createServer((request, response) => this.handle(request, response));

  async listen(port: number): Promise<void> {
    this.server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  /** The same weather for everything. */
  set(weather: Weather): void {
    this.weather = () => weather;
  }

  /** `weather` for the next `times` calls of `rpc`, then fine again. */
  next(rpc: string, weather: Weather, times = 1): void {
    let left = times;
    this.weather = (called) => (called === rpc && left-- > 0 ? weather : "fine");
  }

  private handle(request: http.IncomingMessage, response: http.ServerResponse): void {
    const rpc = /\/touchstone\.v1\.\w+\/(\w+)$/.exec(request.url ?? "")?.[1] ?? "";
    this.seen.set(rpc, (this.seen.get(rpc) ?? 0) + 1);
    const weather = this.weather(rpc, request.url ?? "");
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces);
      switch (weather) {
        case "offline":
        case "call-lost":
          return void request.socket.destroy();
        case "500":
          return void response.writeHead(500).end();
        case "503-page":
          return void response.writeHead(503, { "content-type": "text/html" }).end(LANDING);
        case "captive":
          return void response.writeHead(200, { "content-type": "text/html" }).end(LANDING);
        case "captive-disguised":
          return void response.writeHead(200, { "content-type": "application/grpc-web+proto" }).end(LANDING);
        case "captive-redirect":
          return void response.writeHead(302, { location: "http://127.0.0.1:9/landing" }).end();
        default:
          this.forward(request, body, response, weather);
      }
    });
  }

  private forward(
    request: http.IncomingMessage,
    body: Buffer,
    response: http.ServerResponse,
    weather: Weather,
  ): void {
    const { method, url, headers } = request;
    const call = http.request({ port: this.upstream, host: "127.0.0.1", method, path: url, headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => {
        const whole = Buffer.concat(pieces);
        const { "transfer-encoding": _, connection: __, ...rest } = answer.headers;
        const send = (content: Buffer): void => {
          response.writeHead(answer.statusCode ?? 502, { ...rest, "content-length": content.length });
          response.end(content);
        };
        switch (weather) {
          case "answer-lost":
            return void request.socket.destroy();
          case "cut":
            response.writeHead(200, { ...rest, "content-length": whole.length });
            return void response.write(whole.subarray(0, whole.length / 2), () => request.socket.destroy());
          case "bit-flipped": {
            // A frame of messages is a byte, its length in four, and the message; the signature is
            // the last field of the last receipt.
            const at = 5 + whole.readUInt32BE(1) - 8;
            whole[at] = whole[at]! ^ 1;
            return send(whole);
          }
          case "slow":
            return void setTimeout(() => send(whole), this.slowMs);
          default:
            return send(whole);
        }
      });
    });
    call.on("error", () => request.socket.destroy());
    call.end(body);
  }
}
