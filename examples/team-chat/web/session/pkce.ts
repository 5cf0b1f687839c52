/** What proves that who redeems a code is who asked for it (RFC 7636): the secret stays here, its hash goes along. */
export interface Proof { readonly verifier: string; readonly challenge: string }

export async function newProof(): Promise<Proof> {
  const verifier = randomText();
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(hash)) };
}

/** 256 bits nobody can guess, as 43 characters that need no escaping. */
export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
