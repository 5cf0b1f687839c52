import { appendFileSync, mkdirSync, rmSync } from 'fs';
import { join } from 'path';
import { chromium as driver } from 'playwright-core';
import { explain, Failure } from './failure';
import { Report } from './report';
import { ROOT } from './workspace';
import { bundledPage } from '../examples/team-chat/bundle';
import { chromium } from '../examples/team-chat/test/page/chromium';
import { LocalChat, LocalSite } from '../examples/team-chat/test/page/local-site';
import { twoPeople } from '../examples/team-chat/test/page/two-people';
import { startLocalChat } from '../test/runtime/chat/support/local-chat';

const HELP = `npm run e2e:page

Two people chat with the page of examples/team-chat in Chromium, against the handlers of the example and the functions of the chat on this machine.
Needs Chromium: it is found on the path, or in CHROMIUM; on Debian it is installed if we may. Pictures of it all: test-reports/team-chat.
`;

/** From the sources, so that it needs no build. */
const ALIAS = { 'cdk-gatehouse/chat-client': join(ROOT, 'client', 'chat', 'index.ts') };
const PICTURES = join(ROOT, 'test-reports', 'team-chat');

/** A step that hangs is a failure, and soon. */
const PATIENCE_MS = 15_000;

async function suite(report: Report, chat: LocalChat): Promise<void> {
  const executablePath = await report.must('Chromium is here', chromium);
  const folder = await report.must('the page is bundled', () => bundledPage(ALIAS));
  const browser = await report.must('Chromium starts', () => driver.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }));
  const site = await LocalSite.start(folder, chat);
  try {
    report.about('two people');
    await twoPeople({ browser, site, chat, check: (law, look) => report.check(law, look) }, { folder: PICTURES, patienceMs: PATIENCE_MS });
  } finally {
    await browser.close();
    site.stop();
  }
}

/** What the functions write to their logs goes into a file, as it would go to CloudWatch. Their lines are JSON; ours are not. */
function keepLogsApart(file: string): void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => {
    if (typeof chunk !== 'string' || !chunk.startsWith('{')) return write(chunk);
    appendFileSync(file, chunk);
    return true;
  };
}

async function main(): Promise<void> {
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  keepLogsApart(join(PICTURES, 'functions.log'));
  const report = new Report();
  report.about('the page of team-chat');
  const chat = await startLocalChat();
  await report.attempt('the suite comes to its end', () => suite(report, chat));
  await chat.stop();
  process.exitCode = report.close() ? 0 : 1;
}

if (process.argv.includes('--help')) {
  process.stdout.write(HELP);
} else {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  void main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Failure ? error.message : explain(error)}\n`);
    process.exitCode = 1;
  });
}
