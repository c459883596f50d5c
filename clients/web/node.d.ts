/** The little of Node that the build itself uses (precache.ts). */
declare module "node:fs" {
  export function readdirSync(folder: URL): string[];
  export function readFileSync(file: URL): Uint8Array<ArrayBuffer>;
}
declare module "node:crypto" {
  interface Hash {
    update(content: string | Uint8Array): Hash;
    digest(how: "base64" | "hex"): string;
  }
  export function createHash(algorithm: "sha256"): Hash;
}
