import { Stack } from 'aws-cdk-lib';
import { IApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { digestOf, functionName } from './identity';

/** Whom functions let in. */
export interface LambdaPermissionsProps {
  /** The HTTP or WebSocket API that calls them. */
  readonly api: IApi;
}

/**
 * One permission per function and API, however many routes lead there.
 *
 * A permission per route, as the AWS CDK writes by default, fills the 20 KB policy of a function after a few dozen routes.
 */
export class LambdaPermissions extends Construct {
  private readonly permitted = new Set<string>();

  constructor(scope: Construct, id: string, private readonly props: LambdaPermissionsProps) {
    super(scope, id);
  }

  /** Let the API call a function, from any route or authorizer. Written beside the API: functions of another stack need not know it. */
  public permit(handler: IFunction): void {
    const id = `${functionName(handler)}${digestOf(this, { handler })}`;
    if (this.permitted.has(id)) return;
    this.permitted.add(id);
    handler.addPermission(id, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      scope: this,
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: this.props.api.apiId, resourceName: '*' }),
    });
  }
}
