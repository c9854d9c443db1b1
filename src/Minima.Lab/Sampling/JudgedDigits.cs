namespace Minima.Lab.Sampling;

/// <summary>Digits that a model drew, and their quality.</summary>
/// <param name="Pixels">The pixels of as many digits as there are judging rows.</param>
/// <param name="Verdict">The verdict on the digits.</param>
internal record JudgedDigits(double[] Pixels, DigitVerdict Verdict);
