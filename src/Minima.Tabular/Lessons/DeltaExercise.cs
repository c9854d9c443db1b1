namespace Minima.Tabular;

/// <summary>Lesson 2: the delta of Huber with which an outlier hardly turns the line, while the line without it is that of MSE.</summary>
internal static class DeltaExercise
{
    private const double MostTurn = 0.1;
    private const double Same = 1e-6;

    public static ExerciseVerdict? Judge(string answer)
    {
        if (AnswerText.Numbers(answer, 1) is not [var delta]) return null;
        var huber = LessonLoss.Of("huber", "delta", delta);
        var (of, without, with) = (Slope("pull.csv", LessonLoss.Of("mse")), Slope("pull.csv", huber), Slope("pull-outlier.csv", huber));
        var turn = (with - without) / without;
        var isSame = Math.Abs(without - of) <= Same * Math.Abs(of);
        return ExerciseVerdict.Of(
            isSame && Math.Abs(turn) < MostTurn,
            $"Without the outlier the slope is {without:0.000000}, that of MSE is {of:0.000000}; with it {with:0.000000}, {100 * turn:0.0} % more.",
            $"没有离群点时斜率为 {without:0.000000}，MSE 的斜率为 {of:0.000000}；有离群点时为 {with:0.000000}，增加 {100 * turn:0.0} %。");
    }

    private static double Slope(string table, Loss loss) => LessonLine.Fit(LessonTable.Open(table, "y"), loss, new())[0];
}
