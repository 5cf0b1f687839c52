import { PrivateApi, VpcAccess } from '../../../lib';
import { BuildApi } from '../application';
import { addRoutes, featuresFor } from '../rest/gatehouse';

/** The same private API with this library. */
export const gatehouse: BuildApi = (scope, application) => {
  const api = new PrivateApi(scope, 'Orders', { ...featuresFor(application), access: VpcAccess.inVpc(application.vpc) });
  addRoutes(api, application);
};
