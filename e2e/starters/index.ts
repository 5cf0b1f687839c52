import { CanaryVerification } from './canary-verification';
import { CatalogHttpApi } from './catalog-http-api';
import { LedgerPrivateApi } from './ledger-private-api';
import { OrdersRestApi } from './orders-rest-api';
import { Starter } from './starter';
import { TeamChat } from './team-chat';

/** Everything that is deployed. */
export const STARTERS: readonly Starter[] = [
  new OrdersRestApi(),
  new CatalogHttpApi(),
  new LedgerPrivateApi(),
  new TeamChat(),
  new CanaryVerification(),
];
