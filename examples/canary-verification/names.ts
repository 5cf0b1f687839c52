/** Of what is deployed, where both the stack and the script have to know it. */
export const STACK_NAME = 'CanaryVerification';
export const API_NAME = 'canary-verification';
export const STAGE_NAME = 'prod';
export const DRILL_ALARM = 'canary-verification-drill';
export const COMPOSITE_ALARM = 'canary-verification-composite';
export const OTHER_ALARM = 'canary-verification-other';

/** The outputs of the stack. */
export interface StackOutputs {
  readonly ApiUrl: string;
  readonly RestApiId: string;
  readonly AccessLogGroup: string;
  readonly ProbeName: string;
}
