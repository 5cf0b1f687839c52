import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import { CfnModel, IModel, MethodOptions, RequestValidator, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { checkJsonSchema } from '../core/grammar';
import { refuse } from '../core/refuse';
import { formatRouteKey, RouteKey } from '../core/route-key';
import { RequestSchema } from '../routes/route-options';
import { Validation } from '../security/validation';

/** Carries request schemas out: one validator for the API, and one model for every different body schema. */
export class RequestModels extends Construct {
  /** The validator of every route, unless validation was waived. */
  public readonly validator?: RequestValidator;
  private readonly models = new Map<string, IModel>();

  constructor(scope: Construct, id: string, private readonly props: RequestModelsProps) {
    super(scope, id);
    if (!props.validation._waiver) this.validator = this.createValidator();
  }

  /** What the method of a route needs so that API Gateway checks its requests. */
  public methodOptions(key: RouteKey, request: RequestSchema = {}): MethodOptions {
    return { requestValidator: this.validator, requestModels: request.body && { 'application/json': this.model(key, request.body) } };
  }

  /** Refuse what cannot be checked, or is no schema. */
  public check(key: RouteKey, request: RequestSchema = {}): void {
    const route = formatRouteKey(key);
    if (!this.validator) refuseDeclarations(route, request);
    checkNames(route, 'query parameter', request.query);
    checkNames(route, 'header', request.headers);
    const problems = request.body ? checkJsonSchema(request.body) : [];
    if (problems.length > 0) refuse('json-schema-invalid', { route, problems: problems.join('; ') }, this);
  }

  /** Named after its content: the same schema is the same model, and a changed one replaces it without a clash of names. */
  private model(key: RouteKey, body: { [keyword: string]: unknown }): IModel {
    const schema = { $schema: 'http://json-schema.org/draft-04/schema#', ...body };
    const name = `Body${this.digest(schema)}`;
    const existing = this.models.get(name);
    if (existing) return existing;
    const properties = {
      restApiId: this.props.restApi.restApiId, name, schema, contentType: 'application/json', description: `Body of ${formatRouteKey(key)}`,
    };
    const model = { modelId: new CfnModel(this, name, properties).ref };
    this.props.restApi.latestDeployment?.addToLogicalId({ model: { name, schema } });
    this.models.set(name, model);
    return model;
  }

  /** Of the resolved schema, because the text of a token tells how many tokens were made before it and nothing else. */
  private digest(schema: unknown): string {
    const text = JSON.stringify(Stack.of(this).resolve(schema));
    return createHash('sha256').update(text).digest('hex').slice(0, 16);
  }

  private createValidator(): RequestValidator {
    return new RequestValidator(this, 'Validator', { restApi: this.props.restApi, validateRequestBody: true, validateRequestParameters: true });
  }
}

export interface RequestModelsProps {
  readonly restApi: RestApi;
  readonly validation: Validation;
}

function refuseDeclarations(route: string, { body, query = [], headers = [] }: RequestSchema): void {
  if (body) refuse('validation-needed', { route, kind: 'body schema' });
  if (query.length + headers.length > 0) refuse('validation-needed', { route, kind: 'required parameter' });
}

function checkNames(route: string, kind: string, names: string[] = []): void {
  if (names.some((name) => Token.isUnresolved(name))) refuse('request-name-unresolved', { route, kind });
  const malformed = names.find((name) => !/^[\w.-]+$/.test(name));
  if (malformed !== undefined) refuse('request-name-malformed', { route, kind, given: malformed });
}
