namespace Minima.Lab.Sampling;

/// <summary>Digits that a model drew, and what they are worth.</summary>
/// <param name="Pixels">Of as many as judge.</param>
/// <param name="Verdict">On them.</param>
internal record JudgedDigits(double[] Pixels, DigitVerdict Verdict);
