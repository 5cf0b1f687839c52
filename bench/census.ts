import type { PolicyValidationReportJson } from 'aws-cdk-lib/cloud-assembly-schema';
import { Census } from './sample';

/** The id of the construct that holds what every candidate is given: functions, users, a topic. */
export const APPLICATION_ID = 'Application';

const PERMISSION = 'AWS::Lambda::Permission';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

/** Count what a candidate brought. A permission is its own wherever it was put. */
export function censusOf({ Resources }: Template): Census {
  const own = Object.entries(Resources).filter(([id, { Type }]) => !id.startsWith(APPLICATION_ID) || Type === PERMISSION);
  const count = (type: string) => own.filter(([, { Type }]) => Type === type).length;
  return { resources: own.length, pathParts: count('AWS::ApiGateway::Resource'), permissions: count(PERMISSION) };
}

/** Findings of cdk-nag on what a candidate brought. `below` is the path of the stack, with a slash. */
export function countFindings({ pluginReports }: PolicyValidationReportJson, below: string): number {
  return pluginReports
    .filter(({ pluginName }) => ['AwsSolutions', 'Serverless'].includes(pluginName))
    .flatMap(({ violations }) => violations)
    .flatMap(({ violatingConstructs }) => violatingConstructs)
    .filter(({ constructPath }) => !constructPath.startsWith(`${below}${APPLICATION_ID}/`))
    .length;
}
