/** Headers as Lambda events and answers carry them: one value a name, or several. */
export interface HeaderMaps {
  readonly headers?: { readonly [name: string]: unknown } | null;
  readonly multiValueHeaders?: { readonly [name: string]: readonly unknown[] | undefined } | null;
}

/** Every value of a header, whatever the case of its name and whichever map it is in. */
export function valuesOf(name: string, maps: HeaderMaps): string[] {
  const single = Object.entries(maps.headers ?? {}).filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  const several = Object.entries(maps.multiValueHeaders ?? {}).filter(([key]) => key.toLowerCase() === name).flatMap(([, values]) => values ?? []);
  return [...new Set([...single, ...several].filter((value) => value !== undefined && value !== null).map(String))];
}

/** A map without these headers, whatever the case of their names. */
export function without<Value>(names: ReadonlySet<string>, map: { readonly [name: string]: Value } | null | undefined): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !names.has(key.toLowerCase())));
}
