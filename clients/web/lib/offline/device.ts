import { effect, type ReadonlySignal } from "@preact/signals";

/**
 * Resolves when this tab is the one that works with the store named `name`. `busy` is called when
 * another tab is; the lock comes free when that one is closed or dies.
 */
export async function becomeTheOne(name: string, busy: () => void): Promise<void> {
  const hold = (): Promise<void> => new Promise(() => undefined);
  await new Promise<void>((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock) {
        resolve();
        return hold();
      }
      busy();
      void navigator.locks.request(name, () => {
        resolve();
        return hold();
      });
      return undefined;
    });
  });
}

/** Asks the browser not to clear the store under pressure; true when it promised. */
export async function askToPersist(): Promise<boolean> {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/**
 * Puts the service worker of the app in `folder`, such as "/judge/", in place, and a newer one as
 * soon as `mayReload`: the page is loaded anew then, and everything that matters is in the store.
 */
export async function keepAppUpToDate(folder: string, mayReload: ReadonlySignal<boolean>): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  let controlled = navigator.serviceWorker.controller !== null;
  const registration = await navigator.serviceWorker.register(`${folder}sw.js`, {
    scope: folder,
    type: "module",
    updateViaCache: "none",
  });
  const offer = (): void => {
    // Read first, so that the effect follows it.
    const may = mayReload.value;
    if (may && registration.waiting) registration.waiting.postMessage("take over");
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  effect(offer);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first one takes over the page that it was installed by.
    if (controlled) {
      effect(() => {
        if (mayReload.value) location.reload();
      });
    }
    controlled = true;
  });
  setInterval(() => void registration.update().catch(() => undefined), 10 * 60_000);
}
