import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { findings, focusOrder } from '../accessibility';
import { Person } from '../person';
import { World } from '../two-people';

const NARROW = { width: 320, height: 640 };

/** For those who do not see it, see little, use no mouse, have a small screen or get dizzy. */
export async function thePageIsForEverybody(world: World): Promise<void> {
  await byEye(world);
  await byKeyboard(world);
  await onSmallScreens(world);
}

async function byEye({ ada, ben, check }: World): Promise<void> {
  for (const [person, scheme] of [[ada, 'light'], [ben, 'dark']] as const) {
    await person.enter('lunch');
    await check(`a room has no flaw that can be measured, in ${scheme} colours`, async () => deepStrictEqual(await findings(person.page), []));
    await check(`nor has the dialog with its members, in ${scheme} colours`, async () => {
      await person.button(/here$|online$|^Members$/).click();
      await person.page.getByText(`${person.name} (you)`).waitFor();
      deepStrictEqual(await findings(person.page), []);
      await person.page.keyboard.press('Escape');
    });
    await check(`nor the one for a new room, in ${scheme} colours`, async () => {
      await person.button('New room').click();
      await person.page.keyboard.press('Enter');
      await person.page.getByRole('alert').filter({ hasText: 'A room needs a name' }).waitFor();
      deepStrictEqual(await findings(person.page), []);
      await person.page.keyboard.press('Escape');
    });
  }
  await check('nothing moves for those who do not want it', async () => {
    await ada.page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await ada.page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      return animationName !== 'none' || parseFloat(transitionDuration) > 0 || scrollBehavior === 'smooth';
    }).length);
    strictEqual(moving, 0);
  });
}

async function byKeyboard({ ada, check }: World): Promise<void> {
  await check('Tab leads through the page in the order it is read', async () => {
    await ada.page.reload();
    await ada.box.waitFor();
    await ada.room('lunch').waitFor();
    await ada.page.getByText('This is where #lunch begins.').waitFor();
    const order = (await focusOrder(ada.page, 9)).map((name) => name.replace(/^(You|Only).*here$/, 'Members'));
    deepStrictEqual(order, ['Skip to the message box', 'New room', 'archive', 'lunch', 'Sign out', 'Members', 'Messages', 'Message', 'Send']);
  });
  await check('a dialog keeps the focus, and gives it back', async () => {
    await ada.button('New room').focus();
    await ada.page.keyboard.press('Enter');
    const inside = await focusOrder(ada.page, 5);
    ok(inside.every((name) => ['Name', 'Cancel', 'Make the room', ''].includes(name)), inside.join(' › '));
    await ada.page.keyboard.press('Escape');
    strictEqual(await ada.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'New room');
  });
  await check('a room is entered with the focus where one writes', async () => {
    await ada.room('lunch').focus();
    await ada.page.keyboard.press('Enter');
    await ada.room('archive').focus();
    await ada.page.keyboard.press('Enter');
    strictEqual(await ada.page.evaluate(() => document.activeElement?.id), 'message');
  });
  await check('new messages are read out, old ones are not', async () => {
    strictEqual(await ada.log.getAttribute('aria-live'), 'off');
    await ada.page.waitForTimeout(800);
    strictEqual(await ada.log.getAttribute('aria-live'), 'polite');
    strictEqual(await ada.log.getAttribute('aria-busy'), 'false');
  });
}

async function onSmallScreens({ browser, site, chat, check, picture }: World): Promise<void> {
  await chat.server.addMember('lunch', { user: 'cy' });
  const cy = await Person.signIn(browser, site.url, { name: 'cy', viewport: NARROW, hasTouch: true, isMobile: true });
  await check('on 320 pixels there is the list, and nothing is cut off', async () => {
    await cy.room(/^lunch/).waitFor();
    await picture(cy, '12-narrow-rooms');
    deepStrictEqual(await findings(cy.page), []);
  });
  await check('or the room, with a way back', async () => {
    await cy.room(/^lunch/).tap();
    await cy.sees('Written in a tunnel');
    await cy.log.evaluate((log) => { log.scrollTop = log.scrollHeight; });
    await picture(cy, '13-narrow-room');
    deepStrictEqual(await findings(cy.page), []);
    strictEqual(await cy.room(/^lunch/).count(), 0);
    await cy.page.getByRole('link', { name: 'All rooms' }).tap();
    await cy.room(/^lunch/).waitFor();
    strictEqual(await cy.page.evaluate(() => document.activeElement?.textContent), 'lunch');
  });
  await check('on a touch screen Enter starts a line, and the button sends', async () => {
    await cy.room(/^lunch/).tap();
    await cy.box.fill('From a phone');
    await cy.box.press('Enter');
    strictEqual(await cy.box.inputValue(), 'From a phone\n');
    await cy.button('Send').tap();
    await cy.sees('From a phone');
    await picture(cy, '14-narrow-sent');
  });
  await check('with text twice as big everything is still there', async () => {
    await cy.button(/here$/).waitFor();
    await cy.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    strictEqual(await cy.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
    ok(await cy.button('Send').isVisible());
    await picture(cy, '15-narrow-big-text');
  });
  await cy.context.close();
}
