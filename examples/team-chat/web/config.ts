import { SignInSettings } from './session/cognito';

/** Written beside the page when it is deployed, as `config.json`. */
export interface Config {
  /** The HTTP API, with a slash at the end. */
  readonly apiUrl: string;
  /** The WebSocket API: `wss://…`. */
  readonly chatUrl: string;
  readonly signIn: SignInSettings;
  readonly region: string;
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch('config.json', { cache: 'no-cache' });
  if (!response.ok) throw new TypeError(`config.json: ${response.status}`);
  return await response.json() as Config;
}
