/** The longest name that the server takes. */
const LONGEST = 64;

/** What rooms may be called: letters, digits, `-` and `_`. */
const ROOM = /^[A-Za-z0-9_-]{1,64}$/;

export const isRoomName = (name: string): boolean => ROOM.test(name);

/** The name nearest to what somebody wrote: "Café & Küche" becomes "cafe-kuche". Empty when nothing is left. */
export function roomNameOf(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9_]+/g, '-').replace(/^-+|-+$/g, '').slice(0, LONGEST);
}

/** One or two letters for a person. */
export function initialsOf(user: string): string {
  const words = user.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words[words.length - 1]].map((word) => [...word ?? ''][0]) : [...words[0] ?? user].slice(0, 2);
  return letters.join('').toUpperCase();
}

/** Which of so many colours a person has, always the same. */
export function toneOf(user: string, tones: number): number {
  let sum = 7;
  for (const character of user) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % tones;
}
