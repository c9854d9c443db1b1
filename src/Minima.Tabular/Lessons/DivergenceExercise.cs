namespace Minima.Tabular;

/// <summary>Lesson 8: two distributions whose KL divergence is below 0.01 in one direction and above 1 in the other.</summary>
internal static class DivergenceExercise
{
    private const double Most = 0.01;
    private const double LeastReverse = 1;
    private const double Rounding = 1e-6;
    private const int MostValues = 20;

    public static ExerciseVerdict? Judge(string answer)
    {
        if (answer.Split('/') is not [var left, var right]) return null;
        if (Distribution(left) is not { } p || Distribution(right) is not { } q || p.Length != q.Length) return null;
        if (new[] { p, q }.Any(one => one.Any(x => x < 0) || Math.Abs(one.Sum() - 1) > Rounding))
            return ExerciseVerdict.Of(false, $"The probabilities of a distribution are 0 or more and add up to 1; here they add up to {p.Sum():g6} and {q.Sum():g6}.", $"分布中的概率都不小于 0，且总和为 1；此处总和为 {p.Sum():g6} 与 {q.Sum():g6}。");
        var (forward, reverse) = (Divergence(p, q), Divergence(q, p));
        var even = Divergence([0.5, 0.5], [0.4, 0.6]);
        return ExerciseVerdict.Of(
            forward < Most && reverse > LeastReverse,
            $"KL(p||q) is {Written(forward)} and KL(q||p) is {Written(reverse)}. For (0.5, 0.5) against (0.4, 0.6) they are {even:0.000000} and {Divergence([0.4, 0.6], [0.5, 0.5]):0.000000}.",
            $"KL(p||q) {WrittenInChinese(forward)}，KL(q||p) {WrittenInChinese(reverse)}。(0.5, 0.5) 与 (0.4, 0.6) 的两个方向分别为 {even:0.000000} 与 {Divergence([0.4, 0.6], [0.5, 0.5]):0.000000}。");
    }

    private static double[]? Distribution(string text)
    {
        var count = text.Split([' ', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries).Length;
        return count is < 2 or > MostValues ? null : AnswerText.Numbers(text, count);
    }

    /// <summary>KL of p from q. The loss reads logarithms of q.</summary>
    private static double Divergence(double[] p, double[] q) => LessonLoss.Of("kl_div").Value([.. q.Select(x => Math.Log(x))], p, p.Length);

    private static string Written(double value) => double.IsInfinity(value) ? "infinite" : FormattableString.Invariant($"{value:0.######}");

    /// <summary>The number with the verb before it, with a space between them; a word takes none.</summary>
    private static string WrittenInChinese(double value) => double.IsInfinity(value) ? "为无穷大" : FormattableString.Invariant($"为 {value:0.######}");
}
