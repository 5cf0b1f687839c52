import { Api } from './api';
import { ChatPage } from './chat-page';
import { Config, loadConfig } from './config';
import { complain, found, say } from './dom';
import { Cognito, SignInNeeded } from './session/cognito';
import { Session } from './session/session';

/** Where sign-in comes back to: this page, as the app client knows it. */
const PAGE = `${location.origin}${location.pathname}`;

const FIRST = 'Talk to the people you work with.';

async function start(): Promise<void> {
  const config = await loadConfig();
  const session = new Session(new Cognito(config.signIn, PAGE), sessionStorage);
  const back = await session.comeBack(new URLSearchParams(location.search));
  // A code in the address is good for nothing any more, and not for the history of the browser.
  if (back) history.replaceState(null, '', back.query || location.pathname);
  if (session.signedIn) showChat(config, session);
  else showSignIn(session, back?.problem);
}

function showChat(config: Config, session: Session): void {
  const api = new Api(config.apiUrl, () => session.token().catch((error: unknown) => {
    if (error instanceof SignInNeeded) ended();
    throw error;
  }));
  const page = new ChatPage({
    api,
    chatUrl: config.chatUrl,
    me: session.user,
    signOut: () => void leave(session),
  });
  const ended = (): void => {
    page.end();
    showSignIn(session, 'Your session has ended. Sign in again to go on where you were.');
  };
  view('chat');
  page.begin();
}

/** Nothing stays in the browser, not even what was begun. */
async function leave(session: Session): Promise<void> {
  const url = await session.signOut();
  sessionStorage.clear();
  location.assign(url);
}

function showSignIn(session: Session, problem?: string): void {
  view('sign-in');
  complain(found('sign-in-problem', HTMLParagraphElement), problem);
  say(found('sign-in-text', HTMLParagraphElement), FIRST);
  found('sign-in-button', HTMLButtonElement).onclick = () => void session.signInUrl(location.search).then((url) => location.assign(url));
}

function view(name: 'sign-in' | 'chat'): void {
  found('sign-in', HTMLElement).hidden = name !== 'sign-in';
  found('chat', HTMLDivElement).hidden = name !== 'chat';
}

start().catch(() => {
  view('sign-in');
  say(found('sign-in-text', HTMLParagraphElement), 'The chat could not be loaded.');
  complain(found('sign-in-problem', HTMLParagraphElement), 'Check your connection and reload the page.');
  found('sign-in-button', HTMLButtonElement).hidden = true;
});
