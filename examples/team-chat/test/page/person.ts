import { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** Somebody with the page open, who does and sees what people do and see: by names and roles, never by the insides of the page. */
export class Person {
  /** Opens the page in a browser of its own, and signs in. */
  static async signIn(browser: Browser, url: string, { name, ...options }: { readonly name: string } & BrowserContextOptions): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 780 }, locale: 'en-GB', ...options });
    const person = new Person(name, context, await context.newPage());
    await person.page.goto(url);
    await person.button('Sign in').click();
    await person.page.getByLabel('User name').fill(name);
    await person.button('Sign in').click();
    await person.page.getByRole('heading', { name: 'Rooms' }).waitFor();
    return person;
  }

  /** What went wrong inside the page: errors, and what its security policy forbade. */
  readonly complaints: string[] = [];
  readonly log: Locator;
  readonly box: Locator;

  private constructor(readonly name: string, readonly context: BrowserContext, readonly page: Page) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && isOurs(message.text()) && this.complaints.push(message.text()));
    this.log = page.getByRole('log', { name: 'Messages' });
    this.box = page.getByRole('textbox', { name: 'Message', exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** A room in the list, by what is read out of it: `lunch`, `lunch 2 unread`. */
  room(name: string | RegExp): Locator {
    return this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name });
  }

  async enter(room: string): Promise<void> {
    await this.room(new RegExp(`^${room}`)).click();
    await this.page.getByRole('heading', { name: room, level: 1 }).waitFor();
  }

  async makeRoom(name: string): Promise<void> {
    await this.button('New room').click();
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  /** Through the dialog "Members". */
  async add(user: string): Promise<Locator> {
    await this.button(/here$|online$|^Members$/).click();
    await this.page.getByRole('textbox', { name: 'Add somebody' }).fill(user);
    await this.page.keyboard.press('Enter');
    return this.page.getByRole('dialog', { name: 'Members' });
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  /** A message in the log. */
  message(text: string): Locator {
    return this.log.getByRole('listitem').filter({ hasText: text });
  }

  async sees(text: string): Promise<void> {
    await this.message(text).waitFor();
  }

  /** All bodies in the log, from top to bottom. */
  async bodies(): Promise<string[]> {
    return this.log.locator('.body').allTextContents();
  }
}

/** A network that is gone is what the page has to deal with, and a browser complains of it whatever the page does. */
const isOurs = (text: string): boolean => !/net::ERR|favicon|WebSocket connection|status of 40[0-9]/.test(text);
