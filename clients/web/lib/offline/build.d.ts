/**
 * A fault that the tests plant to see themselves notice it; empty in every other build, where the
 * planted lines are not there at all.
 */
declare const __FAULT__: "" | "cleared-on-send" | "200-is-a-receipt" | "new-id-on-send";
