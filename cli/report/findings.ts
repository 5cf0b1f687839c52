import type { PolicyValidationReportJson } from 'aws-cdk-lib/cloud-assembly-schema';

/** One rule that one construct breaks. */
export interface Finding {
  /** Who says so: `AwsSolutions`. */
  readonly check: string;
  readonly rule: string;
  readonly severity: string;
  readonly problem: string;
  /** The construct path; empty when the check names none. */
  readonly construct: string;
}

/** Everything the checks complain about. Notes of severity `info` are no complaint. */
export function findingsOf(report: PolicyValidationReportJson): Finding[] {
  return report.pluginReports.flatMap(({ pluginName: check, metadata, violations, conclusion }) => {
    if (conclusion === 'failure' && violations.length === 0) {
      return [{ check, rule: 'did-not-run', severity: 'error', problem: metadata?.error ?? 'the check failed', construct: '' }];
    }
    return violations.filter(({ severity }) => severity !== 'info').flatMap((violation) => constructsOf(violation).map((construct) => ({
      check,
      rule: violation.ruleName,
      severity: violation.customSeverity ?? violation.severity,
      problem: violation.description,
      construct,
    })));
  });
}

function constructsOf({ violatingConstructs }: PolicyValidationReportJson['pluginReports'][number]['violations'][number]): string[] {
  return violatingConstructs.length === 0 ? [''] : violatingConstructs.map(({ constructPath }) => constructPath);
}
