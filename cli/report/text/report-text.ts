import { findingsList, findingsText } from './findings-text';
import { guardSections, waiversText } from './guards-text';
import { section, TextStyle } from './layout';
import { resourcesText } from './resources-text';
import { routesHeading, routesText } from './routes-text';
import { Report, StackReport } from '../report';

/** A report for people: one block per stack. */
export function reportText(report: Report, style: TextStyle): string {
  const blocks = report.stacks.map((stack) => stackText(stack, style));
  if (report.findings?.length) blocks.push([style.strong('findings in no stack'), findingsList('', report.findings)].join('\n'));
  return blocks.length === 0 ? `${report.directory} holds no stacks` : blocks.join('\n\n');
}

function stackText(stack: StackReport, style: TextStyle): string {
  return [
    style.strong(`${stack.stack}  (${environmentText(stack)})`),
    ...section(`resources: ${stack.resources.reduce((sum, { count }) => sum + count, 0)}`, resourcesText(stack.resources, style), style),
    ...stack.apis.flatMap((api) => section(routesHeading(api), routesText(api, style), style)),
    ...guardSections(stack, style),
    ...section('other waivers', waiversText(stack, style), style),
    '',
    ...findingsText(stack, style),
    `template: ${stack.template}`,
  ].join('\n');
}

function environmentText({ environment }: StackReport): string {
  return environment === 'aws://unknown-account/unknown-region' ? 'any account and region' : environment;
}
