import type { Scheme } from "../../gen/touchstone/v1/rule_pack_pb";
import { pick } from "../../lib/language";

/** The name for people of "part/module" or "part/module/block/item"; the path when unknown. */
export function nameOf(scheme: Scheme | undefined, path: string): string {
  const [part, module, block, item] = path.split("/");
  const found = scheme?.parts.find((one) => one.id === part)?.modules.find((one) => one.id === module);
  if (block === undefined) return pick(found?.displayName) || path;
  const items = found?.blocks.find((one) => one.id === block)?.items;
  return pick(items?.find((one) => one.id === item)?.displayName) || path;
}
