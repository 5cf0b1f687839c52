import { BuildApi } from './application';
import { Alarms, Authorization, Backend, Quota, SecureRestApi, Throttle, TierKey, UsageTier } from '../../lib';

/** The same API with this library. */
export const gatehouse: BuildApi = (scope, application) => {
  const api = new SecureRestApi(scope, 'Orders', {
    restApiName: 'orders',
    authorization: Authorization.cognito([application.userPool]),
    usageTiers: [UsageTier.named('standard', {
      throttle: Throttle.rate(100, 200),
      quota: Quota.perDay(100_000),
      keys: [TierKey.generated('standard')],
    })],
    alarms: Alarms.standard({ topic: application.alarmTopic }),
  });
  for (const { method, path, handler, body } of application.routes) {
    api.addRoute(`${method} ${path}`, Backend.lambda(handler), { request: { body: body && { ...body } } });
  }
};
