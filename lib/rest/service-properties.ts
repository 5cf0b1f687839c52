import { CfnRestApi, CfnStage, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
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

/** The L1 of a stage. */
export function stageResource(stage: Stage): CfnStage {
  return stage.node.defaultChild as CfnStage;
}
