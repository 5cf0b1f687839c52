import { Names } from 'aws-cdk-lib';
import { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction, IFunction, SingletonFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { configurable, givenNames } from './lambda-function';
import { warn } from '../core/refuse';
import { Cors } from '../traffic/cors';

/** What the functions behind an API have to do with. */
export interface LambdaBackendsProps {
  readonly restApi: IRestApi;
  readonly cors: Cors;
}

/** The CORS rules functions were told, in every app there is. A function has one environment, however many APIs call it. */
const TOLD = new WeakMap<IConstruct, string>();

/**
 * One permission per function and API, however many routes lead there.
 *
 * A permission per method, as the AWS CDK writes by default, fills the 20 KB policy of a function after 24 routes,
 * and names the stage, which would make a cycle with anything that has to stand between a deployment and its stage.
 */
export class LambdaBackends extends Construct {
  private readonly connected = new Set<string>();

  constructor(scope: Construct, id: string, private readonly props: LambdaBackendsProps) {
    super(scope, id);
  }

  /** Let the API call a function, tell the function the CORS rules, and deploy anew when it becomes another function. */
  public connect(handler: IFunction): void {
    const id = Names.nodeUniqueId(handler.node);
    if (this.connected.has(id)) return;
    this.connected.add(id);
    this.permit(id, handler);
    this.tellCorsRules(configurable(handler));
    const names = givenNames(handler);
    if (names.length > 0) this.props.restApi.latestDeployment?.addToLogicalId({ handler: id, names });
  }

  /** Written beside the API and not beside the function: functions of another stack then need not know the API. */
  private permit(id: string, handler: IFunction): void {
    handler.addPermission(id, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      scope: this,
      sourceArn: this.props.restApi.arnForExecuteApi(),
    });
  }

  private tellCorsRules(fn?: LambdaFunction | SingletonFunction): void {
    const rules = this.props.cors._environment();
    if (!fn || Object.keys(rules).length === 0) return;
    const told = TOLD.get(fn);
    const text = JSON.stringify(rules);
    if (told !== undefined && told !== text) warn(this, 'cors-rules-of-another-api', { function: fn.node.path });
    if (told !== undefined) return;
    TOLD.set(fn, text);
    Object.entries(rules).forEach(([name, value]) => fn.addEnvironment(name, value));
  }
}
