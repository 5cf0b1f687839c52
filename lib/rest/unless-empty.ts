/** A map, or nothing: what is empty is left out of the template. */
export function unlessEmpty<Value>(map: { [name: string]: Value }): { [name: string]: Value } | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}
