import { strictEqual } from 'node:assert';
import { World } from '../two-people';

/** A room, and who gets into it. */
export async function theyMeet({ ada, ben, check, picture }: World): Promise<void> {
  await check('who has no room is told how to get one', async () => {
    await ada.page.getByText('No rooms yet').waitFor();
    await picture(ada, '02-no-rooms');
  });
  await check('a name is turned into one that rooms can have, before one agrees to it', async () => {
    await ada.button('New room').click();
    await ada.page.getByRole('textbox', { name: 'Name' }).fill('Lunch & Küche');
    await ada.page.getByText('It will be called #lunch-kuche').waitFor();
    await picture(ada, '03-new-room');
    await ada.page.keyboard.press('Escape');
  });
  await check('ada makes a room and is in it', async () => {
    await ada.makeRoom('lunch');
    await ada.sees('ada made this room');
  });
  await check('a name that is taken is refused with a word', async () => {
    await ben.button('New room').click();
    await ben.page.getByRole('textbox', { name: 'Name' }).fill('lunch');
    await ben.page.keyboard.press('Enter');
    await ben.page.getByRole('alert').filter({ hasText: 'There is a room called lunch already; choose another name.' }).waitFor();
    await ben.page.keyboard.press('Escape');
  });
  await check('somebody who is not there cannot be added, and the page says so', async () => {
    const dialog = await ada.add('nobody-1');
    await dialog.getByRole('alert').filter({ hasText: 'Nobody here is called nobody-1.' }).waitFor();
    await ada.page.keyboard.press('Escape');
  });
  await check('ben is not in the room until ada adds him, and then at once', async () => {
    strictEqual(await ben.room('lunch').count(), 0);
    const dialog = await ada.add('ben');
    await dialog.getByText('ben is a member now.').waitFor();
    await ben.room(/^lunch/).waitFor();
    await picture(ada, '04-members');
    await ada.page.keyboard.press('Escape');
  });
  await check('a room somebody is not a member of opens for nobody', async () => {
    await ben.page.goto(`${new URL(ben.page.url()).origin}/?room=secret`);
    await ben.page.getByRole('alert').filter({ hasText: 'You are not a member of this room.' }).waitFor();
    strictEqual(await ben.box.isDisabled(), true);
  });
}
