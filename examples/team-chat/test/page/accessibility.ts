import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { Page } from 'playwright-core';

/** What runs in the page, as a script. */
const { outputFiles: [{ text: script = '' } = {}] = [] } = buildSync({
  entryPoints: [join(__dirname, 'in-page', 'audit.ts')], bundle: true, write: false, format: 'iife', globalName: 'page', target: 'es2022',
});

/**
 * What can be found wrong with a page as it is shown, for people who do not see it, see little, or use no mouse. Of the rules of WCAG 2.2 those
 * that can be measured: names, labels, references, landmarks, headings, contrast (1.4.3), target size (2.5.8), reflow (1.4.10).
 */
export async function findings(page: Page): Promise<string[]> {
  await page.waitForTimeout(250); // colours that fade are measured when they have
  return page.evaluate<string[]>(`(() => { ${script}; return page.audit(); })()`);
}

/** What Tab leads to, one after the other: names of controls as they are read out. */
export async function focusOrder(page: Page, steps: number): Promise<string[]> {
  const order: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(() => {
      const { activeElement: focused, body } = document;
      if (!focused || focused === body) return '';
      const label = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused.labels?.[0]?.textContent : undefined;
      return (focused.getAttribute('aria-label') ?? label ?? focused.textContent).trim();
    }));
  }
  return order;
}
