import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { Locator } from 'playwright-core';
import { World } from '../two-people';

const COUNT = 120;
const bodies = Array.from({ length: COUNT }, (_each, index) => `Note ${index + 1} of ${COUNT}`);

/** Where an element stands on the screen. */
const topOf = async (element: Locator): Promise<number> => (await element.boundingBox())?.y ?? NaN;

/** What was said long ago. */
export async function theyReadWhatWasSaid({ ada, chat, check, picture }: World): Promise<void> {
  await chat.server.createRoom('archive', { members: [{ user: 'ada' }] });
  for (const [index, body] of bodies.entries()) await chat.server.publish('archive', { body, from: 'ben', cid: `note-${index}` });
  await ada.page.reload();
  await check('a page that is loaded again is where it was, and nobody has to sign in again', async () => {
    await ada.room('archive 99+ unread').waitFor();
  });
  await check('a room opens at what is new', async () => {
    await ada.enter('archive');
    await ada.sees(bodies.at(-1)!);
    strictEqual(await ada.message(bodies[0]!).count(), 0);
  });
  await check('what is being read stays where it is when earlier messages come before it', async () => {
    await ada.log.evaluate((log) => { log.scrollTop = 0; });
    const first = ada.message((await ada.bodies())[0]!);
    const before = await topOf(first);
    await ada.button('Load earlier messages').click();
    await ada.button('Load earlier messages').waitFor();
    ok(Math.abs(await topOf(first) - before) <= 2, `it moved from ${before} to ${await topOf(first)}`);
    await picture(ada, '11-earlier');
  });
  await check('there is a way to the end, which says when something new is there', async () => {
    await ada.button('Newest messages').waitFor();
    await chat.server.publish('archive', { body: 'A late note', from: 'ben' });
    await ada.button('New messages').waitFor();
    await ada.button('New messages').click();
    ok(await ada.message('A late note').isVisible());
    strictEqual(await ada.button(/Newe?s?t? messages/).count(), 0);
  });
  await check('page by page one gets to the beginning, with everything once and in order', async () => {
    while (await ada.button('Load earlier messages').isVisible()) {
      await ada.button('Load earlier messages').click();
      await ada.page.waitForTimeout(300);
    }
    await ada.page.getByText('This is where #archive begins.').waitFor();
    deepStrictEqual(await ada.bodies(), [...bodies, 'A late note']);
  });
}
