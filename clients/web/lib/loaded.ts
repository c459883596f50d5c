import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { failureOf, type Failure } from "./api";
import { forget } from "./me";

/** What a page reads from the server. */
export interface Loaded<T> {
  /** The newest answer; undefined: none yet. It stays while a later read fails. */
  value: T | undefined;
  /** Why the newest read failed; undefined: it did not. */
  failure: Failure | undefined;
  /** Reads again. */
  reload: () => Promise<void>;
}

/**
 * Reads when the page opens and whenever `key` changes, and every `seconds` after that while the
 * tab is in front (0: never). Answers of an earlier key are dropped.
 */
export function useLoaded<T>(key: string, read: () => Promise<T>, seconds = 0): Loaded<T> {
  const [value, setValue] = useState<T>();
  const [failure, setFailure] = useState<Failure>();
  const newest = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++newest.current;
    try {
      const answer = await read();
      if (mine !== newest.current) return;
      setValue(() => answer);
      setFailure(undefined);
    } catch (error) {
      if (mine !== newest.current) return;
      const failed = failureOf(error);
      setFailure(failed);
      // The session has ended; the sign-in page takes over.
      if (failed.reason === "TOKEN_INVALID") forget();
    }
  }, [key]);
  useEffect(() => {
    setValue(undefined);
    void reload();
    if (!seconds) return;
    const timer = setInterval(() => document.hidden || void reload(), seconds * 1000);
    return () => clearInterval(timer);
  }, [key]);
  return { value, failure, reload };
}
