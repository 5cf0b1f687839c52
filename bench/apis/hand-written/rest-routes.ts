import {
  AuthorizationType, CognitoUserPoolsAuthorizer, JsonSchema, LambdaIntegration, MethodOptions, Model, RequestValidator, RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Application } from '../application';

/** Every route as the documentation of the AWS CDK shows it. */
export function addRoutes(api: RestApi, application: Application): void {
  const common: MethodOptions = {
    authorizationType: AuthorizationType.COGNITO,
    authorizer: new CognitoUserPoolsAuthorizer(api, 'Authorizer', { cognitoUserPools: [application.userPool] }),
    requestValidator: new RequestValidator(api, 'Validator', { restApi: api, validateRequestBody: true, validateRequestParameters: true }),
    apiKeyRequired: true,
  };
  const models = new Map<JsonSchema['title'], Model>();
  for (const { method, path, handler, body } of application.routes) {
    api.root.resourceForPath(path).addMethod(method, new LambdaIntegration(handler), {
      ...common,
      requestParameters: path.includes('{id}') ? { 'method.request.path.id': true } : undefined,
      requestModels: body && { 'application/json': modelOf(api, body, models) },
    });
  }
}

function modelOf(api: RestApi, body: JsonSchema, models: Map<JsonSchema['title'], Model>): Model {
  const model = models.get(body.title) ?? new Model(api, `${body.title}Model`, { restApi: api, contentType: 'application/json', schema: body });
  models.set(body.title, model);
  return model;
}
