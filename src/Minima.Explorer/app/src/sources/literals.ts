/** A number as a double of C#: a whole number would be an int. */
export const double = (value: number): string => {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
};
