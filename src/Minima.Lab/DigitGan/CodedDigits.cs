using Minima.Lab.Sampling;

namespace Minima.Lab.DigitGan;

/// <summary>Digits of a game with a code.</summary>
/// <param name="Pixels">Of as many samples as judge, whatever their codes.</param>
/// <param name="Verdict">On them.</param>
/// <param name="Rows">A few samples of each code, code after code.</param>
/// <param name="Bits">What the code says of the digit.</param>
/// <param name="Commonest">The share of the commonest digit of a code, in the mean.</param>
internal sealed record CodedDigits(double[] Pixels, DigitVerdict Verdict, double[] Rows, double Bits, double Commonest) : JudgedDigits(Pixels, Verdict);
