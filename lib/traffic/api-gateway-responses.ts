import { Token } from 'aws-cdk-lib';
import { CfnGatewayResponse, CfnRestApi, GatewayResponse, IRestApi, ResponseType, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { Cors } from './cors';
import { RenderedGatewayResponse } from './gateway-response-rows';
import { GatewayResponses } from './gateway-responses';
import { guardOff, guardOn } from '../core/guards';
import { warn } from '../core/refuse';

/** What `ApiGatewayResponses` needs. */
export interface ApiGatewayResponsesProps {
  /** The API whose errors these are: a `RestApi` or a `SpecRestApi`. */
  readonly restApi: IRestApi;

  /**
   * The bodies.
   *
   * @default GatewayResponses.json()
   */
  readonly gatewayResponses?: GatewayResponses;

  /**
   * Which pages may read the errors. Without it a browser hides even a 401 from the page that caused it.
   *
   * @default Cors.off()
   */
  readonly cors?: Cors;
}

/**
 * The errors API Gateway answers by itself, on any REST API.
 *
 * Every change makes a new deployment of the API's `latestDeployment`; an API without one is deployed by whoever deploys it.
 *
 * For a `SpecRestApi` with an inline definition they are written into that definition and cost no resource, because API Gateway
 * forgets gateway responses made beside a definition when it is imported again.
 *
 * Types that the definition lists itself, or that somebody made with `restApi.addGatewayResponse` before, are left alone.
 */
export class ApiGatewayResponses extends Construct {
  /** What was defined, one per type; empty when both props are off, or when they are part of an inline definition. */
  public readonly responses: GatewayResponse[];

  constructor(scope: Construct, id: string, props: ApiGatewayResponsesProps) {
    super(scope, id);
    const { gatewayResponses = GatewayResponses.json(), cors = Cors.off() } = props;
    const rendered = gatewayResponses._render(cors._gatewayResponseHeaders());

    this.responses = this.define(props.restApi, rendered);
    if (gatewayResponses._isOn) guardOn(this, 'gatewayResponses', 'JSON with request id');
    else guardOff(this, 'gatewayResponses');
  }

  private define(restApi: IRestApi, rendered: readonly RenderedGatewayResponse[]): GatewayResponse[] {
    if (restApi instanceof SpecRestApi && rendered.length > 0) {
      if (writeIntoDefinition(restApi, rendered)) return [];
      warn(this, 'gateway-responses-beside-definition', { api: restApi.node.path });
    }
    const taken = restApi.node.findAll().filter(CfnGatewayResponse.isCfnGatewayResponse).map(({ responseType }) => responseType);
    return rendered.filter(({ type }) => !taken.includes(type)).map(({ id, type, headers, templates }) => new GatewayResponse(this, id, {
      restApi, type: ResponseType.of(type), responseHeaders: headers, templates,
    }));
  }
}

const EXTENSION = 'x-amazon-apigateway-gateway-responses';

/** False when the definition cannot be read here: an asset, an object in S3, a token. */
function writeIntoDefinition(restApi: SpecRestApi, rendered: readonly RenderedGatewayResponse[]): boolean {
  const resource = restApi.node.defaultChild as CfnRestApi;
  const definition: unknown = resource.body;
  if (!isPlainObject(definition)) return false;
  const own = definition[EXTENSION] ?? {};
  if (!isPlainObject(own)) return false;
  resource.body = { ...definition, [EXTENSION]: { ...Object.fromEntries(rendered.map(inOpenApi)), ...own } };
  return true;
}

function inOpenApi({ type, headers, templates }: RenderedGatewayResponse): [string, object] {
  const parameters = Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value]);
  return [type, { responseParameters: Object.fromEntries(parameters), ...(templates && { responseTemplates: templates }) }];
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Token.isUnresolved(value);
}
