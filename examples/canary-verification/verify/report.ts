import { checkOf, contradicts, Finding } from './checks';

const WIDTH = 110;

/** For people. */
export function asTable(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => [`${finding.id}  ${signOf(finding)}`, ...wrapped(checkOf(finding.id).question), ...finding.saw.flatMap(listed)]);
  return [...rows.map(([head, question, ...rest]) => [`${head.padEnd(16)}${question}`, ...rest.map((line) => `${' '.repeat(16)}${line}`)].join('\n')), summary(findings)].join('\n\n');
}

/** For programs. */
export function asJson(findings: readonly Finding[]): string {
  const checks = findings.map((finding) => {
    const { question, relied } = checkOf(finding.id);
    return { ...finding, question, reliedOn: relied ?? 'either', contradicts: contradicts(finding) };
  });
  return JSON.stringify({ checks, contradicted: findings.filter(contradicts).map(({ id }) => id) }, undefined, 2);
}

function summary(findings: readonly Finding[]): string {
  const against = findings.filter(contradicts).map(({ id }) => id);
  const open = findings.filter(({ answer }) => answer === 'not seen').map(({ id }) => id);
  const said = against.length > 0 ? `The library relies on something that is otherwise: ${against.join(', ')}.` : 'Nothing that was seen speaks against the library.';
  return open.length > 0 ? `${said} Still open: ${open.join(', ')}.` : said;
}

function signOf(finding: Finding): string {
  return contradicts(finding) ? `${finding.answer} (!)` : finding.answer;
}

function listed(sentence: string): string[] {
  return wrapped(sentence).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

function wrapped(sentence: string): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
