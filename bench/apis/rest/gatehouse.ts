import { Alarms, Authorization, Backend, PrivateApi, Quota, RestFrontDoorProps, SecureRestApi, Throttle, TierKey, UsageTier } from '../../../lib';
import { Application, BuildApi } from '../application';

/** The same API with this library. */
export const gatehouse: BuildApi = (scope, application) => {
  addRoutes(new SecureRestApi(scope, 'Orders', featuresFor(application)), application);
};

/** What every door of REST APIs is asked for besides its defaults. */
export function featuresFor(application: Application): RestFrontDoorProps {
  return {
    restApiName: 'orders',
    authorization: Authorization.cognito([application.userPool]),
    usageTiers: [UsageTier.named('standard', {
      throttle: Throttle.rate(100, 200),
      quota: Quota.perDay(100_000),
      keys: [TierKey.generated('standard')],
    })],
    alarms: Alarms.standard({ topic: application.alarmTopic }),
  };
}

export function addRoutes(api: SecureRestApi | PrivateApi, application: Application): void {
  for (const { method, path, handler, body } of application.routes) {
    api.addRoute(`${method} ${path}`, Backend.lambda(handler), { request: { body: body && { ...body } } });
  }
}
