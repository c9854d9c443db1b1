namespace Minima.Tabular;

/// <summary>Lesson 1: one prediction for three targets, at which the gradient of MSE vanishes.</summary>
internal static class ConstantExercise
{
    private const double Tolerance = 0.01;

    private static readonly double[] Target = [3, -0.5, 2];
    private static readonly double[] Prediction = [2.5, 0, 2.1];

    public static ExerciseVerdict? Judge(string answer)
    {
        if (AnswerText.Numbers(answer, 1) is not [var constant]) return null;
        var (mse, mae) = (LessonLoss.Of("mse"), LessonLoss.Of("mae"));
        double[] prediction = [constant, constant, constant];
        var gradient = new double[Target.Length];
        var value = mse.ValueAndGradient(prediction, Target, gradient);
        var slope = Math.Round(gradient.Sum(), 9) + 0.0;
        var (english, chinese) = slope < 0 ? ("A larger constant is better.", "常数应当更大。") : ("A smaller constant is better.", "常数应当更小。");
        if (Math.Abs(slope) > Tolerance) return ExerciseVerdict.Of(false, $"At {constant:g6} the MSE is {value:g6} and its gradient {slope:g6}. {english}", $"在 {constant:g6} 处 MSE 为 {value:g6}，梯度为 {slope:g6}。{chinese}");
        var of = mse.ValueAndGradient(Prediction, Target, gradient);
        var each = new double[Target.Length];
        var absolute = mae.ValueAndGradient(Prediction, Target, each);
        return ExerciseVerdict.Of(
            true,
            $"At {constant:g6} the MSE is {value:g6} and its gradient {slope:0.######}. The predictions 2.5, 0 and 2.1 have MSE {of:g6} with the gradients {List(gradient)}, and MAE {absolute:g6} with the gradients {List(each)}.",
            $"在 {constant:g6} 处 MSE 为 {value:g6}，梯度为 {slope:0.######}。预测值 2.5、0、2.1 的 MSE 为 {of:g6}，梯度为 {List(gradient)}；MAE 为 {absolute:g6}，梯度为 {List(each)}。");
    }

    private static string List(double[] numbers) => string.Join(", ", numbers.Select(number => FormattableString.Invariant($"{number:0.######}")));
}
