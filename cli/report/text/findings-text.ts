import { below, indent, TextStyle, together } from './layout';
import { Finding } from '../findings';
import { StackReport } from '../report';

export function findingsText({ stack, findings, checks }: StackReport, style: TextStyle): string[] {
  if (findings === undefined) return ['security findings: not checked (no check is registered with the app)'];
  if (findings.length > 0) return [style.strong(`security findings: ${findings.length}`), findingsList(stack, findings)];
  return [checks.length === 0 ? 'findings: 0 (which checks ran is not recorded)' : `security findings: 0 (${checks.join(', ')})`];
}

/** By rule, and never folded: a rule id and a construct path are there to be copied. */
export function findingsList(stack: string, findings: readonly Finding[]): string {
  const rules = together(findings, ({ severity, rule, problem }) => `${severity}  ${rule}  ${problem}`);
  return indent([...rules].flatMap(([rule, broken]) => [rule, ...broken.map(({ construct }) => `  ${below(stack, construct)}`)]).join('\n'));
}
