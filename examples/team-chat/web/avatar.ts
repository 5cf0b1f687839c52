import { element } from './dom';
import { initialsOf, toneOf } from './model/names';

/** How many colours style.css has. */
const TONES = 8;

/** A square with a person's initials. The name stands beside it, so it is silent. */
export function avatarOf(user: string): HTMLElement {
  return element('span', { 'class': `avatar tone-${toneOf(user, TONES)}`, 'aria-hidden': 'true' }, initialsOf(user));
}
