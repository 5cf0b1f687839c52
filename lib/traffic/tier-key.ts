import { ApiKey, IApiKey } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { checkedUsageName } from './usage-name';

/** Options of a key that API Gateway generates. */
export interface GeneratedKeyOptions {
  /**
   * Who uses the key and for what; shown in the console.
   *
   * @default - the name of the key
   */
  readonly description?: string;

  /**
   * Whether the key is accepted. Turn it off to lock somebody out without losing the key.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * An API key of a usage tier. Callers send it as `x-api-key`.
 *
 * A key tells callers apart, so that they can be throttled and counted. It proves nothing about them: keep an authorization as well.
 *
 * There is no way to give a key's value here: it would be readable in the template, in the CloudFormation console and in every
 * pipeline log. Let API Gateway generate it and read it with `aws apigateway get-api-key --include-value`.
 */
export class TierKey {
  /**
   * A key that is made with the API. Its logical id comes from the name of the key alone, so it keeps its value
   * when other keys are added, removed, renamed or reordered. Renaming the key itself makes a new one.
   *
   * API Gateway allows a key in one usage plan per stage, and CloudFormation adds before it removes. So moving a key to another
   * tier takes two deployments: one with the key in no tier, one with it in the other. A generated key would be deleted by the
   * first, so make a key that may move yourself and give it with `fromApiKey`.
   */
  public static generated(name: string, options: GeneratedKeyOptions = {}): TierKey {
    const { description = name, enabled = true } = options;
    return new TierKey(name, (scope, id) => new ApiKey(scope, id, { description, enabled }));
  }

  /** A key that exists already, by its id (not its value). The name is yours to choose. */
  public static existing(name: string, apiKeyId: string): TierKey {
    return new TierKey(name, (scope, id) => ApiKey.fromApiKeyId(scope, id, apiKeyId));
  }

  /** A key made or imported elsewhere in the app. The name is yours to choose. */
  public static fromApiKey(name: string, apiKey: IApiKey): TierKey {
    return new TierKey(name, () => apiKey);
  }

  /** The name, unique among the keys of an API. */
  public readonly name: string;

  private constructor(
    name: string,
    /** @internal The key as a construct, made under the given id if it has to be made. */
    public readonly _bind: (scope: Construct, id: string) => IApiKey,
  ) {
    this.name = checkedUsageName('an API key', name);
  }
}
