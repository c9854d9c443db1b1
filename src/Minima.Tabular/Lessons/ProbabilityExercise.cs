namespace Minima.Tabular;

/// <summary>Lesson 3: probabilities of a cat for a cat, a dog and a cat with a cross-entropy below 0.2, none of them 0 or 1.</summary>
internal static class ProbabilityExercise
{
    private const double Most = 0.2;

    private static readonly double[] Target = [1, 0, 1];

    public static ExerciseVerdict? Judge(string answer)
    {
        if (AnswerText.Numbers(answer, Target.Length) is not { } probabilities) return null;
        var loss = LessonLoss.Of("bce");
        var value = loss.Value(probabilities, Target);
        if (probabilities.Any(p => p is 0 or 1))
            return ExerciseVerdict.Of(false, $"The loss is {value:g6}, but a probability of 0 or 1 leaves no doubt at all: if it is wrong, the loss is infinite. Give numbers between 0 and 1.", $"损失为 {value:g6}，但概率取 0 或 1 不留任何余地：一旦错了，损失就是无穷大。请给出 0 与 1 之间的数。");
        var (right, even) = (loss.Value([0.9, 0.2, 0.8], Target), loss.Value([0.5, 0.5, 0.5], Target));
        return ExerciseVerdict.Of(
            value < Most,
            $"The cross-entropy is {value:0.00000}. The probabilities 0.9, 0.2 and 0.8 have {right:0.00000}, one half everywhere {even:0.00000}.",
            $"交叉熵为 {value:0.00000}。概率 0.9、0.2、0.8 的交叉熵为 {right:0.00000}，处处取二分之一时为 {even:0.00000}。");
    }
}
