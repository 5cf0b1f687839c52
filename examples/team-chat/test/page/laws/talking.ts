import { deepStrictEqual, match, strictEqual } from 'node:assert';
import { World } from '../two-people';

/** Would run, if texts were read as markup. */
const MARKUP = '<img src=x onerror="document.title=1"> & <b>bold</b>';

/** Messages both ways, and what goes with them. */
export async function theyTalk({ ada, ben, chat, check, picture }: World): Promise<void> {
  await ada.enter('lunch');
  await ben.enter('lunch');
  await check('what ada says, ben sees, and the other way round', async () => {
    await ada.say('Noodles?');
    await ben.sees('Noodles?');
    await ben.say('Always.');
    await ada.sees('Always.');
  });
  await check('Enter sends, Shift and Enter begins a new line', async () => {
    await ada.box.pressSequentially('Two');
    await ada.box.press('Shift+Enter');
    await ada.box.pressSequentially('lines');
    await ada.box.press('Enter');
    await ben.sees('Two\nlines');
    strictEqual(await ada.box.inputValue(), '');
  });
  await check('texts are texts, whatever is in them', async () => {
    await ben.say(MARKUP);
    await ada.sees(MARKUP);
    deepStrictEqual([await ada.log.locator('img, b').count(), await ada.page.title()], [0, '#lunch · Team chat']);
  });
  await check('nor could the page make markup of them: the browser refuses', async () => {
    const outcome = await ada.page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>bold</b>';
        return 'made';
      } catch (error) {
        return error instanceof Error ? error.name : '';
      }
    });
    strictEqual(outcome, 'TypeError');
    match(ada.complaints.pop() ?? '', /TrustedHTML/); // this one was ours
  });
  await check('an empty message is not sent', async () => {
    const before = (await ada.bodies()).length;
    await ada.say('  \n ');
    strictEqual((await ada.bodies()).length, before);
    await ada.box.fill('');
  });
  await check('each sees that the other is there', async () => {
    await ada.button('You and ben are here').waitFor();
    await ben.button('You and ada are here').waitFor();
  });
  await check('ada sees that ben types, until he has said it', async () => {
    await ada.page.waitForTimeout(3_500); // the client says so once in three seconds
    await ben.box.pressSequentially('At one', { delay: 30 });
    await ada.page.getByText('ben is typing…').waitFor();
    await picture(ada, '05-typing');
    await ben.box.press('Enter');
    await ada.page.getByText('ben is typing…').waitFor({ state: 'detached' }).catch(() => undefined);
    strictEqual(await ada.page.getByText('ben is typing…').count(), 0);
  });
  await check('ada learns that ben has read what she said', async () => {
    await ben.page.bringToFront();
    await ada.say('See you there');
    await ben.sees('See you there');
    await ada.message('See you there').getByText('Read by ben').waitFor();
  });
  await check('what is said in another room is counted, and in the title too', async () => {
    await ben.makeRoom('standup');
    await ada.say('One more thing');
    await ada.say('and another');
    await ben.room('lunch 2 unread').waitFor();
    strictEqual(await ben.page.title(), '(2) #standup · Team chat');
    await picture(ben, '06-unread');
  });
  await check('what is new is marked, and then read', async () => {
    await ben.enter('lunch');
    await ben.log.getByText('New', { exact: true }).waitFor();
    await ben.room(/^lunch$/).waitFor();
  });
  await check('a message that was taken away is gone from the page', async () => {
    const { items } = await chat.server.history('lunch');
    const message = items.find(({ body }) => body === 'One more thing');
    await chat.server.redact('lunch', message?.seq ?? 0);
    await ada.sees('This message was removed');
    strictEqual(await ada.message('One more thing').count(), 0);
  });
  await check('what was begun is still there after another room', async () => {
    await ben.box.fill('not yet finished');
    await ben.enter('standup');
    strictEqual(await ben.box.inputValue(), '');
    await ben.enter('lunch');
    strictEqual(await ben.box.inputValue(), 'not yet finished');
    await ben.box.fill('');
  });
  await check('a message that is too long is not sent, and one is told in time', async () => {
    await ada.box.fill('ü'.repeat(8_192));
    await ada.page.getByRole('status').filter({ hasText: 'About 0 bytes left' }).waitFor();
    await ada.box.fill('ü'.repeat(8_200));
    await ada.page.getByRole('status').filter({ hasText: '16 bytes too long: send it in parts' }).waitFor();
    await ada.box.press('Enter');
    strictEqual((await ada.box.inputValue()).length, 8_200);
    await ada.box.fill('');
  });
  await picture(ada, '07-room-light');
  await picture(ben, '08-room-dark');
}
