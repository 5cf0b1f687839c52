import { CfnModel, CfnRoute, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { WebSocketMessageSchema } from './websocket-route-options';
import { checkJsonSchema } from '../core/grammar';
import { digestOf } from '../core/identity';
import { refuse } from '../core/refuse';

/** Whose messages are checked. */
export interface RequestModelsProps {
  readonly webSocketApi: WebSocketApi;
  /** What finds the route for a message, and in the same way the model of a route. */
  readonly routeSelectionExpression: string;
}

/** Carries message schemas out: one model for every different schema. */
export class RequestModels extends Construct {
  private readonly models = new Map<string, CfnModel>();

  constructor(scope: Construct, id: string, private readonly props: RequestModelsProps) {
    super(scope, id);
  }

  /** Refuse what is no schema. */
  public check(route: string, { body }: WebSocketMessageSchema = {}): void {
    const problems = body ? checkJsonSchema(body) : [];
    if (problems.length > 0) refuse('json-schema-invalid', { route, problems: problems.join('; ') }, this);
  }

  /**
   * Let API Gateway check the messages of a route.
   *
   * A message chooses its model in the same way as its route, so it is found under the key of the route. The default route takes messages of any
   * key, so there it is the one for all others. Routes name models, which CloudFormation does not know for references.
   */
  public apply(key: string, route: CfnRoute, { body }: WebSocketMessageSchema = {}): void {
    if (!body) return;
    const model = this.model(body);
    route.modelSelectionExpression = this.props.routeSelectionExpression;
    route.requestModels = { [key]: model.name };
    route.node.addDependency(model);
  }

  /** Named after its content: the same schema is the same model, and a changed one replaces it without a clash of names. */
  private model(body: { [keyword: string]: unknown }): CfnModel {
    const schema = { $schema: 'http://json-schema.org/draft-04/schema#', ...body };
    const name = `Body${digestOf(this, { schema })}`;
    const existing = this.models.get(name);
    if (existing) return existing;
    const model = new CfnModel(this, name, { apiId: this.props.webSocketApi.apiId, name, schema, contentType: 'application/json' });
    this.models.set(name, model);
    return model;
  }
}
