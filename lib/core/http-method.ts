import { Token } from 'aws-cdk-lib';
import { refuse } from './refuse';

/** As API Gateway spells them; `ANY` stands for all of them. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'];

/** Refuse a method no backend can be called with. */
export function checkBackendMethod(method?: string): void {
  if (method === undefined || Token.isUnresolved(method) || METHODS.includes(method)) return;
  refuse('http-method-unknown', { given: method, methods: METHODS.join(', ') });
}
