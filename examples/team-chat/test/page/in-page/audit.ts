import { Colour, contrast, over } from './colours';

/** Runs in the page: what can be found wrong with it as it is shown. */
export function audit(): string[] {
  return [...new Set([...controls(), ...references(), ...structure(), ...texts(), ...placeholders()])];
}

const WHITE: Colour = [255, 255, 255];
/** WCAG 2.2, 2.5.8 "Target Size (Minimum)". */
const TARGET_PX = 24;

const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];
const isShown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true }) && element.closest('.visually-hidden, .skip') === null;
/** With a dialog open, the rest of the page is out of reach. */
const isActive = (element: Element): boolean => (document.querySelector('dialog[open]') ?? document.body).contains(element);
const usable = (selector: string): HTMLElement[] => all(selector).filter((element) => isActive(element) && isShown(element));
const called = ({ tagName, id, className, textContent }: Element): string => `<${tagName.toLowerCase()} id="${id}" class="${String(className)}"> ${textContent.trim().slice(0, 30)}`;

function controls(): string[] {
  return usable('button, a[href], input, textarea').flatMap((control) => {
    const { width, height } = control.getBoundingClientRect();
    return [
      nameOf(control) === '' && `${called(control)} has no name`,
      control.tabIndex > 0 && `${called(control)} is out of the order of focus`,
      (width < TARGET_PX || height < TARGET_PX) && `${called(control)} is ${Math.round(width)} by ${Math.round(height)} pixels`,
    ].filter((finding) => finding !== false);
  });
}

function nameOf(control: HTMLElement): string {
  const labels = control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? [...control.labels ?? []] : [];
  return (control.getAttribute('aria-label') ?? [...labels, control].map(({ textContent }) => textContent).join('')).trim();
}

function references(): string[] {
  return ['aria-labelledby', 'aria-describedby'].flatMap((attribute) => all(`[${attribute}]`).flatMap((element) => {
    const missing = element.getAttribute(attribute)!.split(' ').filter((id) => !document.getElementById(id));
    return missing.map((id) => `${called(element)}: ${attribute} names ${id}, which is not there`);
  }));
}

function structure(): string[] {
  const { documentElement: { lang, scrollWidth, clientWidth }, title } = document;
  const ids = all('[id]').map(({ id }) => id);
  const many = ['main', 'h1'].filter((selector) => all(selector).filter(isShown).length > 1);
  return [
    lang === '' && 'the page has no language',
    title === '' && 'the page has no title',
    scrollWidth > clientWidth && `the page scrolls sideways: ${scrollWidth} pixels on ${clientWidth}`,
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the id ${id} is there twice`),
    ...many.map((selector) => `there is more than one ${selector}`),
    ...all('svg').filter((image) => !image.closest('[aria-hidden="true"]')).map((image) => `${called(image)} is neither hidden nor named`),
  ].filter((finding) => finding !== false);
}

/** WCAG 2.2, 1.4.3 "Contrast (Minimum)". */
function texts(): string[] {
  const hasText = ({ childNodes }: Element): boolean => [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
  return usable('body *').filter((element) => hasText(element) && !element.closest(':disabled')).flatMap((element) => {
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const opacity = line(element).reduce((product, one) => product * Number(getComputedStyle(one).opacity), 1);
    if (opacity === 0) return [];
    const ratio = contrast(over(color, groundOf(element), opacity), groundOf(element));
    const isLarge = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
    return ratio < (isLarge ? 3 : 4.5) ? [`${called(element)} has a contrast of ${ratio.toFixed(2)}`] : [];
  });
}

function placeholders(): string[] {
  return usable('[placeholder]:not(:disabled)').flatMap((field) => {
    const ratio = contrast(over(getComputedStyle(field, '::placeholder').color, groundOf(field)), groundOf(field));
    return ratio < 4.5 ? [`the placeholder of ${called(field)} has a contrast of ${ratio.toFixed(2)}`] : [];
  });
}

/** An element and everything it is in, from the outside to the inside. */
function line(element: Element): Element[] {
  return element.parentElement ? [...line(element.parentElement), element] : [element];
}

function groundOf(element: Element): Colour {
  return line(element).reduce((ground, one) => over(getComputedStyle(one).backgroundColor, ground), WHITE);
}
