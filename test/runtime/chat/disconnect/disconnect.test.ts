import { disconnect } from '../../../../runtime/chat/disconnect/disconnect';
import type { Registry } from '../../../../runtime/chat/ports';
import { inEveryWorld } from '../actions/worlds';

inEveryWorld((world) => {
  const everybodyIn = async (room: string) => {
    const { registry, rooms } = world().store;
    const shardKey = `ROOM#${room}#${(await rooms.find(room))?.current.epoch}#0`;
    const ids: string[] = [];
    for await (const page of registry.connectionsOf(shardKey)) ids.push(...page.map(({ id }) => id));
    return ids.sort();
  };

  beforeEach(() => world().room('hall', { ann: 'member', bob: 'member' }));

  test('forgets the connection everywhere, tells its rooms half a minute later, and nothing else', async () => {
    for (const user of ['ann', 'bob']) await world().client(user).enter('lobby', 'hall');
    world().time += 60_000;
    world().tasks.taken.length = 0;
    await disconnect('ann-1', world().ports());
    expect(await Promise.all(['lobby', 'hall'].map(everybodyIn))).toEqual([['bob-1'], ['bob-1']]);
    expect(await world().store.registry.connectionsOfUser('ann')).toEqual([]);
    expect(await world().store.registry.find('ann-1')).toBeUndefined();
    expect(world().tasks.taken).toEqual(expect.arrayContaining(['lobby', 'hall'].map((room) => ({ task: { kind: 'presence', room }, delaySeconds: 30 }))));
    expect(world().tasks.taken).toHaveLength(2);
    expect(world().callback.calls).toEqual([]);
  });

  test('twice is once', async () => {
    await world().client('ann').enter('lobby');
    world().time += 60_000;
    world().tasks.taken.length = 0;
    await disconnect('ann-1', world().ports());
    await disconnect('ann-1', world().ports());
    expect(world().tasks.all).toHaveLength(1);
  });

  test('of a connection that never said hello is nothing', async () => {
    await disconnect('nobody', world().ports());
    expect(world().tasks.all).toEqual([]);
  });

  test('before the frames of the connection were handled keeps them from being handled', async () => {
    const ann = await world().client('ann').enter();
    await disconnect('ann-1', world().ports());
    expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ code: 'hello_first' });
    expect(await everybodyIn('lobby')).toEqual([]);
  });

  test('while the connection joins leaves nobody in the room', async () => {
    const { registry } = world().store;
    const subscribe: Registry['subscribe'] = async (...given) => {
      await disconnect('ann-1', world().ports());
      return registry.subscribe(...given);
    };
    const early = new Proxy(registry, { get: (target, name) => (name === 'subscribe' ? subscribe : (Reflect.get(target, name) as () => unknown).bind(target)) });
    const ann = await world().client('ann', 'ann-1', { registry: early }).enter();
    expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ type: 'err' });
    expect([await everybodyIn('lobby'), await registry.roomsOf('ann-1')]).toEqual([[], []]);
  });

  test('that is lost leaves the connection to newer ones of the user, which replace it', async () => {
    for (let count = 1; count <= 6; count += 1) {
      await world().client('ann', `ann-${count}`).enter('lobby');
      world().time += 1_000;
    }
    expect(await everybodyIn('lobby')).toEqual(['ann-2', 'ann-3', 'ann-4', 'ann-5', 'ann-6']);
    await disconnect('ann-1', world().ports());
    expect(await everybodyIn('lobby')).toEqual(['ann-2', 'ann-3', 'ann-4', 'ann-5', 'ann-6']);
  });

  test('puts nothing on the queue where presence is off, and is done where the queue is away', async () => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    jest.spyOn(world().tasks, 'put').mockRejectedValue(new Error('no answer'));
    await world().client('ann').enter('lobby');
    await disconnect('ann-1', world().ports());
    expect(await everybodyIn('lobby')).toEqual([]);
    jest.restoreAllMocks();
    await world().client('bob', 'bob-1', { presence: 'off' }).enter('lobby');
    await disconnect('bob-1', world().ports({ presence: 'off' }));
    expect(world().tasks.all).toEqual([]);
  });
});
