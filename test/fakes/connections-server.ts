import { ConnectionsEndpoint } from './connections-endpoint';
import type { Asking, Reply } from './connections-process';

/** The process that `ConnectionsProcess` starts: an endpoint that does what it is told over IPC, and ends with its parent. */
async function main(): Promise<void> {
  const endpoint = await ConnectionsEndpoint.start(JSON.parse(process.argv[2] ?? '{}'));
  process.on('message', (asking: Asking) => reply(answerOf(endpoint, asking)));
  process.on('disconnect', () => process.exit(0));
  reply({ id: 0, value: endpoint.url });
}

function answerOf(endpoint: ConnectionsEndpoint, { id, operation, given }: Asking): Reply {
  try {
    return { id, value: Reflect.apply(endpoint[operation], endpoint, given) };
  } catch (error) {
    return { id, fault: String(error) };
  }
}

function reply(answer: Reply): void {
  process.send?.(answer);
}

void main();
