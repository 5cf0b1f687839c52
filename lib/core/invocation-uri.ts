import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** AWS: "For a Lambda integration, specify the URI of a Lambda function", and for an authorizer; only integrations of HTTP APIs take its plain ARN. */
export function invocationUri(scope: IConstruct, functionArn: string): string {
  return Stack.of(scope).formatArn({
    service: 'apigateway', account: 'lambda', resource: 'path', resourceName: `2015-03-31/functions/${functionArn}/invocations`,
  });
}
