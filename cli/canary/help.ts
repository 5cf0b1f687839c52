/** What holds for the three commands. */
export const NOTES = `A release with a canary runs inside "cdk deploy". These commands are for the person beside it: they read and change the stage itself, with the
credentials and the region that the AWS SDK finds (environment, profile, role), and they are safe beside a running release:
  - a release whose canary was promoted sees the new base and finishes;
  - a release whose canary was aborted sees that it is gone, fails, and CloudFormation rolls the stack back.
What each of them needs in IAM: apigateway:GET on /restapis, /restapis/<id>/stages, /restapis/<id>/stages/<name> and
/restapis/<id>/deployments; "promote" and "abort" also apigateway:PATCH on /restapis/<id>/stages/<name>.
Only REST APIs have canaries on a stage. Those of HTTP and WebSocket APIs are deployments of CodeDeploy.`;

const TARGET = `  --api         the id or the name of the REST API
  --stage       the name of the stage
  --region      the AWS Region; what the AWS SDK finds when left out (AWS_REGION, or the profile)`;

const NOT_DONE = '2 it could not be done: arguments, credentials, region, no such API or stage, refused by AWS';

export const STATUS_HELP = `Usage: cdk-gatehouse canary status --api <id or name> --stage <name> [--region <region>] [--json] [--fail-if-canary]

Shows how a stage splits its traffic between its deployment (the base) and a canary, what each of the two is, and when the stage changed last.

${TARGET}
  --json        the same for programs, as one JSON object; "canary" is null when there is none
  --fail-if-canary
                exit with 1 while a canary takes traffic to another deployment than the base

Exit code: 0 this is what is there, 1 a canary takes traffic (with --fail-if-canary only),
${NOT_DONE}.`;

const CHANGE = `${TARGET}
  --deployment  do it only if the canary leads to this deployment: the one you looked at
  --yes         do not ask; needed where nobody can answer
  --json        what was done, as one JSON object; together with --yes`;

export const PROMOTE_HELP = `Usage: cdk-gatehouse canary promote --api <id or name> --stage <name> [--deployment <id>] [--yes] [--region <region>] [--json]

Gives all traffic of a stage to the deployment of its canary, makes the canary's variables those of the stage, and removes the canary.
A running release sees that and finishes. It is refused for a canary without traffic: nobody has tried that deployment.

${CHANGE}

Exit code: 0 promoted, 1 not, or not as wanted: no canary, another canary, no traffic on it, "no", somebody else was faster (the answer says
what is there now), ${NOT_DONE}.`;

export const ABORT_HELP = `Usage: cdk-gatehouse canary abort --api <id or name> --stage <name> [--deployment <id>] [--yes] [--region <region>] [--json]

Removes the canary of a stage: all traffic goes to its base again. A running release sees that, fails, and CloudFormation rolls the stack back.

${CHANGE}

Exit code: 0 the canary is gone, and the base is the one it was, 1 not, or not as wanted: no canary, another canary, "no", somebody else was
faster (the answer says what is there now), ${NOT_DONE}.`;
