import { deepStrictEqual, match, rejects, strictEqual } from 'assert';
import { Person } from '../chat-person';
import { ChatSite } from '../chat-site';
import { hasFields } from '../http';
import { Deployed, Starter } from './starter';

const SAID = ['ada made this room', 'ada added ben', 'hello', 'hello yourself', 'ada added cleo'];
const MALLORY = 'https://mallory.example';

/** Those who are in the room, and one who is not. */
interface People { readonly ada: Person; readonly ben: Person; readonly cleo: Person }

/** A page on which people talk. */
export class TeamChat implements Starter {
  readonly name = 'team-chat';
  readonly stack = 'TeamChat';
  readonly first = ['--context', 'keepData=false'];
  readonly changed = [...this.first, '--context', 'alarmEmail=ops@team.example'];
  /** Who signed in to the first version is asked of the changed one. */
  private people?: People;

  async drive(deployed: Deployed): Promise<void> {
    const site = await ChatSite.open(deployed);
    await deployed.report.must('functions are told where connections are', () => site.tellWhereToPost());
    await deployed.report.must('who may send one message to the queue may send ten', () => site.allowBatches());
    await this.load(deployed, site);
    this.people = await this.signIn(deployed, site);
    await this.makeRoom(deployed, this.people);
    await this.connect(deployed, this.people);
    await this.talk(deployed, this.people);
  }

  async driveChanged({ report }: Deployed): Promise<void> {
    const { ada, ben } = this.people!;
    await report.check('who was connected still is, and is still heard', async () => {
      await (await ada.enter('tea')).send('still there?');
      await ben.hears('ada: still there?');
    });
    await report.check('who went in the meantime is seen no more', () => ben.notices('here: ada ben'));
    await report.check('what was said before is still there', async () => {
      const { items } = await (await ben.enter('tea')).history();
      deepStrictEqual(items.map(({ body }) => body), [...SAID, 'still there?']);
    });
    await report.check('a message that is sent again is stored once', async () => {
      const room = await ada.enter('tea');
      const [first, second] = [await room.send('goodbye', { cid: 'goodbye' }), await room.send('goodbye', { cid: 'goodbye' })];
      strictEqual(second.seq, first.seq);
      await ben.hears('ada: goodbye');
    });
    [ada, ben].forEach((person) => person.leave());
  }

  private async load({ report }: Deployed, site: ChatSite): Promise<void> {
    await report.must('the files of the page are in its bucket', () => site.publish());
    await report.check('CloudFront serves the page, and nobody else does', async () => {
      const { status, body } = await site.load('/');
      strictEqual(status, 200);
      match(body, /<title>/);
      strictEqual(await site.loadAround('/index.html'), 403);
    });
    await report.check('its headers let it talk to the chat and to nobody else', async () => {
      const { headers } = await site.load('/');
      const policy = String(headers['content-security-policy']);
      match(policy, /connect-src 'self' https:\/\/\*\.execute-api\.us-east-1\.amazonaws\.com wss:\/\/\S+\/prod https:\/\/team-chat-\S+;/);
      deepStrictEqual([headers['x-content-type-options'], headers['referrer-policy'], headers['cross-origin-opener-policy']], ['nosniff', 'no-referrer', 'same-origin']);
    });
    await report.check('plain HTTP is led to HTTPS', async () => strictEqual((await site.load('/', 'http')).status, 301));
  }

  private async signIn({ report }: Deployed, site: ChatSite): Promise<People> {
    const ada = await report.must('somebody signs up and in, with a code and PKCE', () => Person.join(site, 'ada'));
    const [ben, cleo] = await report.must('two others do', () => Promise.all([Person.join(site, 'ben'), Person.join(site, 'cleo')]));
    await report.check('a code that was stolen is worth nothing', () => site.login.refusesStolenCode('ada'));
    await report.check('without a token there is nothing', async () => {
      await site.api.expect(401, 'POST /tickets');
      await site.api.expect(401, 'GET /rooms');
    });
    await report.check('an id token is no access token', () => ada.askWithIdToken(403, 'GET /rooms'));
    return { ada, ben, cleo };
  }

  private async makeRoom({ report }: Deployed, { ada, ben, cleo }: People): Promise<void> {
    await report.must('a room is made', async () => hasFields(await ada.ask(201, 'POST /rooms', { name: 'tea' }), { room: 'tea', role: 'member' }));
    await report.check('its name is taken then', () => ben.ask(409, 'POST /rooms', { name: 'tea' }));
    await report.must('somebody who is in the pool is added', () => ada.ask(201, 'POST /rooms/tea/members', { user: 'ben' }));
    await report.check('somebody nobody knows is not', () => ada.ask(404, 'POST /rooms/tea/members', { user: 'nobody' }));
    await report.check('the members see each other', async () => {
      const { members } = await ben.ask(200, 'GET /rooms/tea/members') as { members: { user: string }[] };
      deepStrictEqual(members.map(({ user }) => user), ['ada', 'ben']);
    });
    await report.check('for everybody else there is no such room', async () => {
      await cleo.ask(404, 'GET /rooms/tea/members');
      await cleo.ask(404, 'POST /rooms/tea/members', { user: 'cleo' });
      deepStrictEqual(await cleo.ask(200, 'GET /rooms'), { rooms: [] });
    });
  }

  private async connect({ report }: Deployed, { ada }: People): Promise<void> {
    await report.check('nobody connects without a ticket, or with one that was made up', async () => {
      deepStrictEqual([await ada.handshake(), await ada.handshake('A'.repeat(22))], [401, 403]);
    });
    await report.check('a ticket is good for one connection, from the page', async () => {
      const ticket = await ada.ticket();
      deepStrictEqual([await ada.handshake(ticket, MALLORY), await ada.handshake(ticket), await ada.handshake(ticket)], [403, 101, 403]);
    });
  }

  private async talk({ report }: Deployed, { ada, ben, cleo }: People): Promise<void> {
    const [adas, bens] = await report.must('both come into the room', () => Promise.all([ada.enter('tea'), ben.enter('tea')]));
    await report.check('what one says both hear, once and in order', async () => {
      await adas.send('hello');
      await bens.send('hello yourself');
      for (const person of [ada, ben]) await person.hears('ada: hello', 'ben: hello yourself');
    });
    await report.check('one sees that the other is there, and types', async () => {
      await ben.notices('here: ada ben');
      adas.typing();
      await ben.notices('ada is typing');
    });
    await report.check('who is not a member does not get in, and hears nothing', async () => {
      await rejects(cleo.enter('tea'), { code: 'not_a_member' });
      await cleo.hears();
    });
    await report.check('who is added is told, gets in, and reads what was said', async () => {
      await ada.ask(201, 'POST /rooms/tea/members', { user: 'cleo' });
      await cleo.notices('ada added you to tea');
      const { items } = await (await cleo.enter('tea')).history();
      deepStrictEqual(items.map(({ body }) => body), SAID);
      await ben.hears(': ada added cleo');
    });
    await report.check('the others see who came', () => ben.notices('here: ada ben cleo'));
    cleo.leave();
  }
}
