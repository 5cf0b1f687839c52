import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import { Browser } from 'playwright-core';
import { theyLoseTheConnection } from './laws/connection';
import { theyReadWhatWasSaid } from './laws/history';
import { theyMeet } from './laws/meeting';
import { sessionsEnd } from './laws/sessions';
import { theyTalk } from './laws/talking';
import { thePageIsForEverybody } from './laws/usable';
import { LocalChat, LocalSite } from './local-site';
import { Person } from './person';

/** Looks at one thing, a sentence that must hold, and writes down what comes of it. */
export type Check = (law: string, look: () => Promise<void>) => Promise<void>;

/** What the laws are tried on. */
export interface World {
  readonly browser: Browser;
  readonly site: LocalSite;
  readonly chat: LocalChat;
  readonly check: Check;
  readonly ada: Person;
  /** His screen is dark. */
  readonly ben: Person;
  /** Keeps what somebody sees. */
  picture(of: Person, name: string): Promise<void>;
}

/** Two people use the page at the same time, as they would. */
export async function twoPeople(given: Pick<World, 'browser' | 'site' | 'chat' | 'check'>, { folder, patienceMs }: { readonly folder: string; readonly patienceMs: number }): Promise<void> {
  const { browser, site, check } = given;
  const picture: World['picture'] = async ({ page }, name) => void await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  const ada = await Person.signIn(browser, site.url, { name: 'ada' });
  const ben = await Person.signIn(browser, site.url, { name: 'ben', colorScheme: 'dark' });
  for (const { page } of [ada, ben]) page.setDefaultTimeout(patienceMs);
  const world = { ...given, ada, ben, picture };
  for (const laws of [theyMeet, theyTalk, theyLoseTheConnection, theyReadWhatWasSaid, thePageIsForEverybody, sessionsEnd]) await laws(world);
  await check('neither page has run into an error or into its own security policy', async () => deepStrictEqual([...ada.complaints, ...ben.complaints], []));
}
