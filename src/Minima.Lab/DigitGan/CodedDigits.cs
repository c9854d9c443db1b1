using Minima.Lab.Sampling;

namespace Minima.Lab.DigitGan;

/// <summary>Digits of a game with a code.</summary>
/// <param name="Pixels">Of as many samples as judging rows, of any code.</param>
/// <param name="Verdict">On them.</param>
/// <param name="Rows">A few samples of each code, code after code.</param>
/// <param name="Bits">The mutual information of code and digit.</param>
/// <param name="Commonest">The mean proportion of the commonest digit of a code.</param>
internal sealed record CodedDigits(double[] Pixels, DigitVerdict Verdict, double[] Rows, double Bits, double Commonest) : JudgedDigits(Pixels, Verdict);
