import { Validation } from '../../lib/security/validation';

describe('request validation', () => {
  test('that is waived without a reason is refused', () => {
    expect(() => Validation.none('')).toThrow(/waiver-without-reason.*request validation/);
  });

  test('keeps the reason it was waived for', () => {
    expect(Validation.none('the backend validates')._waiver).toBe('the backend validates');
    expect(Validation.bodyAndParameters()._waiver).toBeUndefined();
  });
});
