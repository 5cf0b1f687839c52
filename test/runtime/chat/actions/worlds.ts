import { DynamoMessages } from '../../../../runtime/chat/store/dynamo-messages';
import { DynamoRegistry } from '../../../../runtime/chat/store/dynamo-registry';
import { DynamoRooms } from '../../../../runtime/chat/store/dynamo-rooms';
import { startChatTable } from '../support/chat-table';
import { LIMITS, MemoryWorld } from '../support/memory-ports';

/** A world, and how to end it. */
interface OpenWorld { readonly world: MemoryWorld; stop(): Promise<void> }

async function inMemory(): Promise<OpenWorld> {
  return { world: new MemoryWorld(), stop: async () => {} };
}

async function onTable(): Promise<OpenWorld> {
  const { client, table, stop } = await startChatTable();
  const world = new MemoryWorld((now) => {
    const props = { client, table, now };
    return {
      registry: new DynamoRegistry(props),
      rooms: new DynamoRooms(props),
      messages: new DynamoMessages({ ...props, retentionDays: LIMITS.retentionDays }),
    };
  });
  return { world, stop };
}

/** The same laws hold in memory and on a table. In each there is a room `lobby` to begin with. */
export function inEveryWorld(laws: (world: () => MemoryWorld) => void): void {
  describe.each([['in memory', inMemory], ['on a table', onTable]])('%s', (_, open) => {
    let opened: OpenWorld;

    beforeEach(async () => {
      opened = await open();
      await opened.world.room('lobby', { ann: 'member', bob: 'member', rita: 'reader' });
    });

    afterEach(() => opened.stop());

    laws(() => opened.world);
  });
}
