import { Integration, IntegrationConfig, IntegrationOptions, IntegrationType, Method } from 'aws-cdk-lib/aws-apigateway';
import { IntegrationContext } from './integration-context';
import { unlessEmpty } from './unless-empty';

/** An integration somebody made, with what its route says besides: the timeout, and what cached answers depend on. */
export class AdoptedIntegration extends Integration {
  /** The integration itself, if its route says nothing besides. */
  public static of(original: Integration, context: IntegrationContext): Integration {
    const silent = context.timeout === undefined && context.cache.cacheKeyParameters.length === 0;
    return silent ? original : new AdoptedIntegration(original, context);
  }

  private constructor(private readonly original: Integration, private readonly context: IntegrationContext) {
    // What it really is, only `bind` of the original tells.
    super({ type: IntegrationType.MOCK });
  }

  public bind(method: Method): IntegrationConfig {
    const config = this.original.bind(method);
    return { ...config, options: { ...config.options, ...this.additions(config) } };
  }

  private additions({ type, options = {} }: IntegrationConfig): IntegrationOptions {
    const { timeout, cache } = this.context;
    // A Lambda proxy integration passes everything on and must not be told to.
    const passedOn = type === IntegrationType.AWS_PROXY ? {} : cache.integrationRequestParameters;
    const cacheKeys = new Set([...options.cacheKeyParameters ?? [], ...cache.cacheKeyParameters]);
    return {
      timeout: timeout ?? options.timeout,
      cacheKeyParameters: cacheKeys.size > 0 ? [...cacheKeys] : undefined,
      requestParameters: unlessEmpty({ ...passedOn, ...options.requestParameters }),
    };
  }
}
