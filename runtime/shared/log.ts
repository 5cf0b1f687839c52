/** One line of JSON, written as it is: `console` would put a timestamp and tabs in front of it. */
export function log(level: 'info' | 'error', message: string, fields: object = {}): void {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
}
