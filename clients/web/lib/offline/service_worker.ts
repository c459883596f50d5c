/** What the build puts in. */
interface App {
  /** Where the app lies, such as "judge". */
  name: string;
  version: string;
  /** Path and SHA-256 of each file. */
  files: Record<string, string>;
}

/**
 * Serves an app from this device. The build puts in which files belong to it and the SHA-256 of
 * each; a version is installed only when every byte is right, so that no landing page of a Wi-Fi
 * gets in. Calls of the server are never touched. What people enter is not in here, but in IndexedDB.
 */
const APP: App = __APP__;
declare const __APP__: App;

interface Waits extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Asks extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
declare const self: {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Waits) => void): void;
  addEventListener(type: "fetch", listener: (event: Asks) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
};

const PREFIX = `touchstone-${APP.name}-`;
const CACHE = PREFIX + APP.version;
const PAGE = `/${APP.name}/`;

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const keep = async ([path, integrity]: [string, string]): Promise<void> => {
    const answer = await fetch(path, { integrity, cache: "no-cache", redirect: "error" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await cache.put(path, answer);
  };
  const kept = await Promise.allSettled(Object.entries(APP.files).map(keep));
  if (kept.every((one) => one.status === "fulfilled")) return;
  await caches.delete(CACHE);
  throw new Error("not every file arrived as it was built");
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request: Request, path: string): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(path);
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const page = request.mode === "navigate" && url.pathname.startsWith(PAGE);
  const path = page ? PAGE : url.pathname;
  if (path in APP.files) event.respondWith(answer(request, path));
});

/** A module, so that what it declares is its own. */
export {};
