import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPage } from '../bundle';
import { pageHeaders } from '../page-headers';

/** The page as it is deployed. In a checkout of cdk-gatehouse the package is bundled before the tests. */
const page = bundledPage();
const read = (file: string) => readFileSync(join(page, file), 'utf8');

test('the page is four files, and loads nothing but these', () => {
  expect(readdirSync(page).sort()).toEqual(['app.js', 'icon.svg', 'index.html', 'style.css']);
  expect(read('index.html').match(/(?:src|href)="[^#?"][^"]*"/g)).toEqual(['href="icon.svg"', 'href="style.css"', 'src="app.js"']);
  expect(read('style.css')).not.toMatch(/@import|url\(/);
});

test('the page is small', () => {
  expect(read('app.js').length + read('style.css').length + read('index.html').length).toBeLessThan(80 * 1024);
});

test('nothing in it needs what its security policy forbids', () => {
  expect(read('index.html')).not.toMatch(/<style|style="|<script(?! type="module" src="app.js">)|\son\w+="/);
  for (const sink of ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write', 'eval(', 'new Function']) expect(read('app.js')).not.toContain(sink);
});

test('no path of the machine that bundled is in it', () => {
  expect(read('app.js')).not.toContain(join(__dirname, '..'));
});

test('the policy lets the page talk to the given origins and run its own scripts, and nothing else', () => {
  const { 'Content-Security-Policy': policy } = pageHeaders(['https://api.example', 'wss://chat.example']);
  expect(policy).toContain("connect-src 'self' https://api.example wss://chat.example;");
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).not.toMatch(/unsafe|\*/);
});
