import { deepStrictEqual, strictEqual } from 'node:assert';
import { findings } from '../accessibility';
import { World } from '../two-people';

/** Signing in, staying so, and leaving. */
export async function sessionsEnd({ ada, ben, site, check, picture }: World): Promise<void> {
  await check('a token that runs out is renewed without a word', async () => {
    await ada.enter('lunch');
    // As if an hour had passed: the token there is has no time left.
    await ada.page.evaluate(() => {
      const tokens = JSON.parse(sessionStorage.getItem('team-chat.tokens') ?? '{}') as object;
      sessionStorage.setItem('team-chat.tokens', JSON.stringify({ ...tokens, expiresAt: 0 }));
    });
    await ada.page.reload();
    await ada.sees('Written in a tunnel');
  });
  await check('a session that has ended says so, and goes on where one was after signing in again', async () => {
    site.signIn.revokeAll();
    await ada.page.evaluate(() => {
      const tokens = JSON.parse(sessionStorage.getItem('team-chat.tokens') ?? '{}') as object;
      sessionStorage.setItem('team-chat.tokens', JSON.stringify({ ...tokens, expiresAt: 0 }));
    });
    await ada.page.reload();
    await ada.page.getByRole('alert').filter({ hasText: 'Your session has ended.' }).waitFor();
    await picture(ada, '16-session-ended');
    deepStrictEqual(await findings(ada.page), []);
    await ada.button('Sign in').click();
    await ada.page.getByLabel('User name').fill('ada');
    await ada.button('Sign in').click();
    await ada.page.getByRole('heading', { level: 1, name: 'lunch' }).waitFor();
    strictEqual(new URL(ada.page.url()).search, '?room=lunch');
  });
  await check('who signs out leaves nothing behind in the browser', async () => {
    await ben.box.fill('half a sentence');
    await ben.button('Sign out').click();
    await ben.page.getByRole('heading', { name: 'Team chat' }).waitFor();
    deepStrictEqual(await ben.page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]), [0, 0, '']);
    await picture(ben, '01-sign-in');
  });
}
