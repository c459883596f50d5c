import type { Scheme, SchemeModule } from "../gen/touchstone/v1/rule_pack_pb";
import { pick } from "./language";

/** Module "part/module" of a scheme. */
export function moduleOf(scheme: Scheme | undefined, path: string): SchemeModule | undefined {
  const [part, module] = path.split("/");
  return scheme?.parts.find((one) => one.id === part)?.modules.find((one) => one.id === module);
}

/** The name for people of "part/module" or "part/module/block/item"; the path when unknown. */
export function nameOf(scheme: Scheme | undefined, path: string): string {
  const [, , block, item] = path.split("/");
  const module = moduleOf(scheme, path);
  if (block === undefined) return pick(module?.displayName) || path;
  const items = module?.blocks.find((one) => one.id === block)?.items;
  return pick(items?.find((one) => one.id === item)?.displayName) || path;
}
