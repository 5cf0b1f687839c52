/** What a sign-in is worth, and for how long. */
export interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  /** When the access token ends: milliseconds since 1970. */
  readonly expiresAt: number;
}

/** An answer of the token endpoint. A refresh may leave out the refresh token: the one there is goes on. */
export function tokensFrom(answer: unknown, before?: Tokens): Tokens | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { access_token: access, refresh_token: refresh, expires_in: seconds } = answer as Record<string, unknown>;
  if (typeof access !== 'string' || typeof seconds !== 'number') return undefined;
  return { access, refresh: typeof refresh === 'string' ? refresh : before?.refresh, expiresAt: Date.now() + seconds * 1000 };
}

/** Who the token is about. To show it only: nobody here checks the signature, the server does. */
export function userOf({ access }: Tokens): string {
  try {
    const payload = atob(access.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '');
    const text = new TextDecoder().decode(Uint8Array.from(payload, (character) => character.charCodeAt(0)));
    const { username } = JSON.parse(text) as { username?: unknown };
    return typeof username === 'string' ? username : '';
  } catch {
    return '';
  }
}
