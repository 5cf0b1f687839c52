import { Names } from 'aws-cdk-lib';
import { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * One permission per function and API, however many routes lead there.
 *
 * A permission per method, as the AWS CDK writes by default, fills the 20 KB policy of a function after 24 routes,
 * and names the stage, which would make a cycle with anything that has to stand between a deployment and its stage.
 */
export class LambdaPermissions extends Construct {
  private readonly permitted = new Set<string>();

  constructor(scope: Construct, id: string, private readonly restApi: IRestApi) {
    super(scope, id);
  }

  public allow(handler: IFunction): void {
    const id = Names.nodeUniqueId(handler.node);
    if (this.permitted.has(id)) return;
    this.permitted.add(id);
    handler.addPermission(id, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      scope: this,
      sourceArn: this.restApi.arnForExecuteApi(),
    });
  }
}
