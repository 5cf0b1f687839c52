import { deepStrictEqual, strictEqual } from 'node:assert';
import { Person } from '../person';
import { World } from '../two-people';

const MEANWHILE = ['Are you there?', 'I have ordered', 'for both of us'];

/** A network that goes away, and comes back. */
export async function theyLoseTheConnection(world: World): Promise<void> {
  await forAWhile(world);
  await forTooLong(world);
  await forGood(world);
}

async function forAWhile({ ada, ben, site, check, picture }: World): Promise<void> {
  await check('who loses the connection is told, and can go on writing', async () => {
    await ada.context.setOffline(true);
    site.cable.cut();
    await ada.page.getByText('You are offline. What you send now goes out when you are back.').waitFor();
    await ada.say('Written in a tunnel');
    await ada.message('Written in a tunnel').getByText('Sending…').waitFor();
    await picture(ada, '09-offline');
  });
  await check('ben, whose connection was cut too, is back by himself', async () => {
    for (const text of MEANWHILE) await ben.say(text);
    for (const text of MEANWHILE) await ben.message(text).waitFor();
    await ben.message(MEANWHILE.at(-1)!).getByText(/Sent|Read/).waitFor();
    strictEqual(await ada.message(MEANWHILE[0]!).count(), 0);
  });
  await check('back again, ada misses nothing, and has nothing twice', async () => {
    await ada.context.setOffline(false);
    for (const text of [...MEANWHILE, 'Written in a tunnel']) await ada.sees(text);
    await ada.message('Written in a tunnel').getByText(/Sent|Read/).waitFor();
    const since = [...MEANWHILE, 'Written in a tunnel'];
    deepStrictEqual((await ada.bodies()).filter((body) => since.includes(body)), since);
    strictEqual(await ada.page.getByText(/You are offline|Connection lost/).count(), 0);
  });
  await check('ben has got what she wrote, once', async () => {
    await ben.sees('Written in a tunnel');
    deepStrictEqual((await ben.bodies()).filter((body) => body === 'Written in a tunnel').length, 1);
  });
  await check('both see the same, in the same order', async () => deepStrictEqual(await ada.bodies(), await ben.bodies()));
}

async function forTooLong({ browser, ben, site, chat, check, picture }: World): Promise<void> {
  await chat.server.addMember('lunch', { user: 'dee' });
  const dee = await Person.signIn(browser, site.url, { name: 'dee' });
  await dee.page.clock.install();
  await dee.page.reload();
  await dee.enter('lunch');
  await dee.sees('Written in a tunnel');
  await check('a message that was given up can be sent again by hand, and is there once', async () => {
    await dee.context.setOffline(true);
    site.cable.cut();
    await dee.say('Save me a seat');
    await dee.page.clock.fastForward(70_000);
    await dee.message('Save me a seat').getByText('Not confirmed. Try again: it will not be there twice.').waitFor();
    await picture(dee, '17-not-sent');
    await dee.context.setOffline(false);
    await dee.button('Try again').click();
    await ben.sees('Save me a seat');
    await dee.message('Save me a seat').getByText(/^Sent|^Read/).waitFor();
    for (const person of [dee, ben]) strictEqual((await person.bodies()).filter((body) => body === 'Save me a seat').length, 1);
  });
  deepStrictEqual(dee.complaints, []);
  await dee.context.close();
}

async function forGood({ ada, ben, site, chat, check, picture }: World): Promise<void> {
  await check('who is taken out of a room is told, and what could not be sent says why', async () => {
    await ben.makeRoom('project');
    await (await ben.add('ada')).getByText('ada is a member now.').waitFor();
    await ben.page.keyboard.press('Escape');
    await ada.enter('project');
    await ada.context.setOffline(true);
    site.cable.cut();
    await ada.say('One last word');
    await chat.server.removeMember('project', 'ada');
    await ada.context.setOffline(false);
    await ada.message('One last word').getByText('Not sent:').waitFor();
    await ada.page.getByRole('alert').filter({ hasText: 'member' }).waitFor();
    await picture(ada, '10-removed');
  });
  await check('a message that was not sent can be discarded', async () => {
    await ada.button('Discard').click();
    strictEqual(await ada.message('One last word').count(), 0);
  });
}
