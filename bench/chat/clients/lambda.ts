import { createRequire } from 'node:module';

/** What a function is asked, and what it says, over IPC. */
export interface Invocation { readonly event: unknown }
export interface Invoked { readonly answer?: unknown; readonly fault?: string; readonly cpuMicros: number }

type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

/** AWS: the time the construct gives the functions that deliver. */
const TIMEOUT = 300_000;

/** A container of Lambda: it loads a bundle, and has one event at a time. */
const { handler }: { readonly handler: Handler } = createRequire(__filename)(process.argv[2]);

process.on('disconnect', () => process.exit(0));
process.on('message', ({ event }: Invocation) => void invoke(event).then((invoked) => process.send?.(invoked)));

async function invoke(event: unknown): Promise<Invoked> {
  const [before, end] = [process.cpuUsage(), Date.now() + TIMEOUT];
  const said = await handler(event, { getRemainingTimeInMillis: () => end - Date.now() })
    .then((answer) => ({ answer }), (error: unknown) => ({ fault: String(error) }));
  const { user, system } = process.cpuUsage(before);
  return { ...said, cpuMicros: user + system };
}
