import { Lazy } from 'aws-cdk-lib';
import { CfnStage, MethodDeploymentOptions } from 'aws-cdk-lib/aws-apigateway';
import { RouteKey } from '../core/route-key';
import { ExecutionLog } from '../observability/execution-log';
import { Caching } from '../traffic/caching';
import { RouteCache } from '../traffic/route-cache';
import { Throttle } from '../traffic/throttle';

/** What the stage says of every method that has no entry of its own. */
export interface StageWideSettings {
  readonly throttle: Throttle;
  readonly caching: Caching;
  readonly executionLog: ExecutionLog;
}

/** What one route wants other than the rest of the stage. */
export interface RouteSettings {
  readonly throttle?: Throttle;
  readonly cache?: RouteCache;
}

/**
 * The method settings of the stage, written whole.
 *
 * An entry for a method replaces the stage-wide one, it does not add to it, so every entry repeats everything.
 * While the stage has a cache, every GET route has an entry, also one that says "not cached":
 * CloudFormation does not undo settings that are merely gone, and a cache that stays on serves wrong data.
 */
export class MethodSettings {
  private readonly routes = new Map<RouteKey, RouteSettings>();
  private readonly detailedMetrics = new Set<RouteKey>();

  constructor(stage: CfnStage, private readonly common: StageWideSettings) {
    stage.methodSettings = Lazy.any({ produce: () => this.render() });
  }

  public addRoute(key: RouteKey, settings: RouteSettings): void {
    this.routes.set(key, settings);
  }

  /** Have CloudWatch keep metrics of this route by itself. They are billed as custom metrics. */
  public enableDetailedMetrics(key: RouteKey): void {
    this.detailedMetrics.add(key);
  }

  private render(): CfnStage.MethodSettingProperty[] {
    const own = [...this.routes].filter(([key, settings]) => this.needsEntry(key, settings));
    return [this.entry('*', '/*', this.common.caching._methodSetting), ...own.map(([key, settings]) => this.routeEntry(key, settings))];
  }

  private needsEntry(key: RouteKey, settings: RouteSettings): boolean {
    const cacheable = this.common.caching._enabled && key.method === 'GET';
    return cacheable || settings.throttle !== undefined || this.detailedMetrics.has(key);
  }

  private routeEntry(key: RouteKey, { throttle, cache = RouteCache.off() }: RouteSettings): CfnStage.MethodSettingProperty {
    return this.entry(key.method, `/${key.path.replace(/\//g, '~1')}`, {
      metricsEnabled: this.detailedMetrics.has(key),
      ...throttle?._methodSetting,
      ...cache._methodSetting(this.common.caching),
    });
  }

  private entry(httpMethod: string, resourcePath: string, own: MethodDeploymentOptions): CfnStage.MethodSettingProperty {
    const { cacheTtl, ...settings } = own;
    return {
      httpMethod,
      resourcePath,
      metricsEnabled: false,
      loggingLevel: this.common.executionLog._level,
      dataTraceEnabled: false,
      ...this.common.throttle._methodSetting,
      ...settings,
      cacheTtlInSeconds: cacheTtl?.toSeconds(),
    };
  }
}
