import { IAspect } from 'aws-cdk-lib';
import { AuthorizationType, MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { warn } from '../core/refuse';

/**
 * API Gateway deploys no API without a method, so an API nobody has added a route to yet gets one that gives nothing away:
 * 404 for callers that IAM allows, 403 for everybody else. It goes as soon as there is a real route.
 */
export class PlaceholderRoute implements IAspect {
  constructor(private readonly restApi: RestApi) {}

  public visit(node: IConstruct): void {
    if (node !== this.restApi || this.restApi.methods.length > 0) return;
    warn(this.restApi, 'api-without-routes', {});
    this.restApi.root.addMethod('GET', new MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode":404}' },
      integrationResponses: [{ statusCode: '404' }],
    }), { authorizationType: AuthorizationType.IAM, methodResponses: [{ statusCode: '404' }] });
  }
}
