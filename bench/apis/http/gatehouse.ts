import { Alarms, Backend, SecureHttpApi } from '../../../lib';
import { BuildApi } from '../application';

/** The same HTTP API with this library. */
export const gatehouse: BuildApi = (scope, application) => {
  const api = new SecureHttpApi(scope, 'Orders', { apiName: 'orders', alarms: Alarms.standard({ topic: application.alarmTopic }) });
  for (const { method, path, handler } of application.routes) api.addRoute(`${method} ${path}`, Backend.lambda(handler));
};
