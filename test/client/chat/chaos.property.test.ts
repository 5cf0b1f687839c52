import * as fc from 'fast-check';
import { anOnlineWorld } from './support/fake-world';
import type { ClientFrame } from '../../../runtime/chat/protocol/frames';

type Mishap = 'lost' | 'late' | 'doubled' | 'fine';

const mishap = fc.constantFrom<Mishap>('lost', 'late', 'doubled', 'fine', 'fine', 'fine');
const happening = fc.constantFrom('say', 'say', 'hear', 'hear', 'hear', 'drop', 'skip', 'wait', 'wait long', 'trouble');

/** Two texts in one order. */
const byText = (a: string, b: string): number => a < b ? -1 : 1;

test('whatever is lost, late, doubled or cut off, what is said is stored once, and everything is shown once and in order', async () => {
  await fc.assert(fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), fc.infiniteStream(mishap), async (happenings, mishaps) => {
    const { server, clock, chat } = await anOnlineWorld();
    const shown: string[] = [];
    const entering = chat.join('r1');
    await clock.pass(10);
    const room = await entering;
    room.on('message', ({ body }) => shown.push(body));
    const befall = (carry: () => void): void => {
      const { value } = mishaps.next();
      if (value === 'lost') return;
      if (value === 'late') clock.after(2_500, carry);
      else carry();
      if (value === 'doubled') clock.after(900, carry);
    };
    server.carries = befall;
    server.answers = (answer, { action }: ClientFrame) => action === 'hello' ? answer() : befall(answer);
    const said: string[] = [];
    const sending: Promise<unknown>[] = [];
    const doIt = {
      'say': () => sending.push(room.send(said[said.push(`mine ${said.length}`) - 1])),
      'hear': () => server.post('r1', `other ${server.bodies('r1').length}`),
      'drop': () => server.socket.drop(),
      'skip': () => server.skip('r1'),
      'wait': () => clock.pass(700),
      'wait long': () => clock.pass(20_000),
      'trouble': () => server.socket.say({ message: 'Internal server error', connectionId: 'c', requestId: 'r' }),
    };
    for (const name of happenings) await doIt[name as keyof typeof doIt]();
    server.carries = (carry) => carry();
    server.answers = (answer) => answer();
    await clock.pass(200_000);
    server.post('r1', 'the last word');
    await clock.pass(100_000);
    await Promise.all(sending);
    expect(shown).toEqual(server.bodies('r1'));
    expect(server.bodies('r1').filter((body) => body.startsWith('mine')).sort(byText)).toEqual([...said].sort(byText));
    expect(server.bodies('r1').filter((body) => body.startsWith('mine'))).toEqual(said);
    chat.close();
  }), { numRuns: 60 });
}, 60_000);
