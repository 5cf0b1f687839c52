import { CfnMethod, CfnRestApi, CfnStage, Method, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { TlsPolicy } from '../security/tls-policy';

/**
 * The TLS policy of the API itself, and the endpoint access mode that the newer policies need.
 * The L2 has no prop for them; on the L1 is also where review tools look.
 */
export function applyTls(restApi: RestApi, tls: TlsPolicy): void {
  const resource = restApi.node.defaultChild as CfnRestApi;
  resource.securityPolicy = tls._securityPolicy;
  resource.endpointAccessMode = tls._accessMode;
}

/** On an API with binary media types the L2's preflight is known to answer 500, because its own templates count as binary, too. */
export function textualPreflight(preflight: Method): void {
  const resource = preflight.node.defaultChild as CfnMethod;
  resource.addPropertyOverride('Integration.ContentHandling', 'CONVERT_TO_TEXT');
  resource.addPropertyOverride('Integration.IntegrationResponses.0.ContentHandling', 'CONVERT_TO_TEXT');
}

/** The L1 of a stage. */
export function stageResource(stage: Stage): CfnStage {
  return stage.node.defaultChild as CfnStage;
}
