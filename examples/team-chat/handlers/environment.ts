/** A setting as the stack wrote it. Missing is a fault of the deployment, so it fails at start and not at the first request. */
export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new ReferenceError(`environment variable ${name} is not set`);
  return value;
}
