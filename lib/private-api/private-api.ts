import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PrivateApiProps } from './private-api-props';
import { decide, PrivateDecisions } from './private-decisions';
import { RestFrontDoor } from '../rest/rest-front-door';
import { ApiPrivateDomain } from '../traffic/api-private-domain';
import { ApiVpcEndpoint } from '../vpc/api-vpc-endpoint';

/**
 * A REST API that is reached from inside VPCs only, through the VPC endpoints it names, and that is otherwise as `SecureRestApi`:
 * safe, observable and ready for production with nothing else said.
 *
 * It has the logical ids of a plain `RestApi` with the same construct id, so a private API that runs already can move in.
 * API Gateway takes 8,000 bytes of headers here, not 10,240 (AWS: "Total combined size of request line and header values").
 */
export class PrivateApi extends RestFrontDoor {
  /** The VPC endpoint that was made for the API, when one was: other private APIs can share it. */
  public readonly vpcEndpoint?: ApiVpcEndpoint;
  /** The domain name, when there is one. */
  public readonly domain?: ApiPrivateDomain;
  private readonly firstEndpointId?: string;

  constructor(scope: Construct, id: string, props: PrivateApiProps) {
    // The way in is opened in the middle of super(), when there is a door to open it on and nothing else yet.
    let decisions!: PrivateDecisions;
    super(scope, id, (door) => decisions = decide(door, id, props));
    const { access } = decisions;

    this.vpcEndpoint = access.vpcEndpoint;
    this.domain = this.createDomain(decisions);
    this.firstEndpointId = access.privateDns ? undefined : access.ids[0];
  }

  /**
   * Where the API answers, inside the VPCs: its domain name when it has one; its `execute-api` name where private DNS has it lead
   * to the VPC endpoint; otherwise the name that its first VPC endpoint has for it.
   */
  public get url(): string {
    return this.domain?.url ?? (this.firstEndpointId === undefined ? this.restApi.url : this.urlThrough(this.firstEndpointId));
  }

  /** The alias an associated endpoint has for the API (AWS: "Invoke a private API"). */
  private urlThrough(vpcEndpointId: string): string {
    const { region, urlSuffix } = Stack.of(this);
    return `https://${this.restApi.restApiId}-${vpcEndpointId}.execute-api.${region}.${urlSuffix}/${this.stage.stageName}/`;
  }

  private createDomain({ access, domain }: PrivateDecisions): ApiPrivateDomain | undefined {
    return domain && new ApiPrivateDomain(this, 'Domain', { restApi: this.restApi, stage: this.stage, domain, access });
  }
}
