import { Assembly } from './assembly';
import { Finding, findingsOf } from './findings';
import { checksOf, GuardRow, guardsOf, WaiverRow, waiversOf } from './guards';
import { countResources, ResourceCount } from './resources';
import { restApis } from './routes/rest-routes';
import { ApiRows } from './routes/route';
import { v2Apis } from './routes/v2-routes';
import { constructsOf, Metadata, StackDocument, stackOf } from './stack-document';
import { resourceFinder } from './template';

/** What is said about a cloud assembly: `--json` prints it as it is. */
export interface Report {
  readonly directory: string;
  readonly stacks: readonly StackReport[];
  /** Findings that belong to no stack; missing when nothing was checked. */
  readonly findings?: readonly Finding[];
}

export interface StackReport {
  readonly stack: string;
  readonly environment: string;
  readonly template: string;
  readonly resources: readonly ResourceCount[];
  readonly apis: readonly ApiRows[];
  readonly guards: readonly GuardRow[];
  readonly waivers: readonly WaiverRow[];
  /** The checks the app says it registers. */
  readonly checks: readonly string[];
  /** Missing when nothing was checked, which is not the same as nothing found. */
  readonly findings?: readonly Finding[];
}

export function reportOn({ directory, stacks, validation }: Assembly): Report {
  const findings = validation && findingsOf(validation);
  const of = (stack?: StackDocument) => findings?.filter(({ construct }) => stackOf(construct, stacks) === stack);
  return { directory, stacks: stacks.map((stack) => reportOnStack(stack, stacks, of(stack))), findings: of() };
}

export function countFindings({ stacks, findings }: Report): number {
  return [findings, ...stacks.map((stack) => stack.findings)].reduce((sum, some) => sum + (some?.length ?? 0), 0);
}

function reportOnStack(stack: StackDocument, all: readonly StackDocument[], findings?: readonly Finding[]): StackReport {
  const own: Metadata = new Map([...stack.metadata].filter(([path]) => stackOf(path, all) === stack));
  const find = resourceFinder(stack.template, constructsOf(own));
  return {
    stack: stack.path,
    environment: stack.environment,
    template: stack.templateFile,
    resources: countResources(stack.template),
    apis: [...restApis(find), ...v2Apis(find)],
    guards: guardsOf(own),
    waivers: waiversOf(own),
    checks: checksOf(stack.metadata),
    findings,
  };
}
