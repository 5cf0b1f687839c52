/** What a function was told by whoever deployed it. */
export type Environment = { readonly [name: string]: string | undefined };

/** A variable without which the function must not start. */
export function wanted(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new TypeError(`the function needs the environment variable ${name}`);
  return value;
}

/** A list, one value a line. */
export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
