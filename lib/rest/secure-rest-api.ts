import { Construct } from 'constructs';
import { RestFrontDoor } from './rest-front-door';
import { SecureRestApiProps } from './secure-rest-api-props';
import { decide, SecureRestDecisions } from './secure-rest-decisions';
import { ApiCustomDomain } from '../traffic/api-custom-domain';

/**
 * A REST API that is safe, observable and ready for production with no props at all.
 *
 * It has the logical ids of a plain `RestApi` with the same construct id, so an API that runs already can move in
 * without a new URL. Every control can be changed with one prop, and everything underneath stays within reach.
 */
export class SecureRestApi extends RestFrontDoor {
  /** The domain name, when there is one. */
  public readonly domain?: ApiCustomDomain;

  constructor(scope: Construct, id: string, props: SecureRestApiProps = {}) {
    const decisions = decide(id, props);
    super(scope, id, () => decisions);

    this.domain = this.createDomain(decisions);
    decisions.resourcePolicy._warnOn(this.restApi);
  }

  /** Where the API answers: its domain name when it has one, the default endpoint otherwise. */
  public get url(): string {
    return this.domain?.url ?? this.restApi.url;
  }

  private createDomain({ domain, endpoint }: SecureRestDecisions): ApiCustomDomain | undefined {
    return domain && new ApiCustomDomain(this, 'Domain', { restApi: this.restApi, stage: this.stage, domain, edge: endpoint._isEdge });
  }
}
