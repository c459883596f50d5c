/** The id of a resource: what stands behind the last slash of its name. */
export const idOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** An id that makes a call safe to repeat. */
export const newId = (): string => crypto.randomUUID();

/** Resources by their name. */
export function byName<T extends { name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
