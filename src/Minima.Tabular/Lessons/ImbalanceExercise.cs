using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>Lesson 6: the logit of one half, and the weight that makes it the best constant if one sample in five is positive.</summary>
internal static class ImbalanceExercise
{
    private const double Tolerance = 0.01;

    private static readonly double[] Target = [1, 0, 0, 0, 0];

    public static ExerciseVerdict? Judge(string answer)
    {
        if (AnswerText.Numbers(answer, 2) is not [var logit, var weight]) return null;
        var best = LossAnalysis.Of(LessonLoss.Of("bce_with_logits", "pos_weight", weight)).OptimalConstant(Target).Value;
        var gradient = new double[1];
        LessonLoss.Of("bce_with_logits").ValueAndGradient([logit], [0.0], gradient);
        return ExerciseVerdict.Of(
            Math.Abs(gradient[0] - 0.5) <= Tolerance && Math.Abs(best) <= Tolerance,
            $"The logit {logit:g6} is a probability of {gradient[0]:0.####}; with pos_weight {weight:g6} the best constant is the logit {best + 0.0:0.####}.",
            $"logit {logit:g6} 对应的概率为 {gradient[0]:0.####}；pos_weight 为 {weight:g6} 时，最优常数是 logit {best + 0.0:0.####}。");
    }
}
