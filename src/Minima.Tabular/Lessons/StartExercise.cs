namespace Minima.Tabular;

/// <summary>Lesson 4: a loss and a first bias that separate two classes after 20 epochs of gradient descent.</summary>
internal static class StartExercise
{
    private const int Rows = 200;
    private const int Epochs = 20;
    private const int BatchRows = 20;
    private const double Rate = 0.1;
    private const double Distance = 1.5;
    private const double Wanted = 0.9;
    private const double SureLogit = 8;
    private const ulong Seed = 4;

    private static readonly Lazy<(double[] X, double[] Y, double[] Target)> AllRows = new(Draw);

    public static ExerciseVerdict? Judge(string answer)
    {
        var at = answer.LastIndexOfAny([' ', '\t', '\u3000']);
        if (at <= 0 || AnswerText.Numbers(answer[at..], 1) is not [var bias]) return null;
        var name = answer[..at].Trim();
        var loss = LossSpec.Parse(name).Create();
        var accuracy = Train(loss, bias);
        var gradient = new double[1];
        loss.ValueAndGradient([SureLogit], [0.0], gradient);
        return ExerciseVerdict.Of(
            accuracy > Wanted,
            $"From the bias {bias:g6} the accuracy after {Epochs} epochs is {accuracy:0.000} with {name}; more than {Wanted:0.0} is wanted. At the prediction {SureLogit} for a target of 0 the gradient of this loss is {gradient[0]:0.000000}.",
            $"偏置从 {bias:g6} 开始，用 {name} 训练 {Epochs} 轮后准确率为 {accuracy:0.000}；要求超过 {Wanted:0.0}。目标值为 0 而预测值为 {SureLogit} 时，该损失的梯度为 {gradient[0]:0.000000}。");
    }

    /// <summary>Two features and a bias, weights from 0, batches in the order of the rows.</summary>
    private static double Train(Loss loss, double bias)
    {
        var (x, y, target) = AllRows.Value;
        var (a, b) = (0.0, 0.0);
        var (prediction, gradient) = (new double[BatchRows], new double[BatchRows]);
        for (var step = 0; step < Epochs * Rows / BatchRows; step++)
        {
            var first = step * BatchRows % Rows;
            for (var i = 0; i < BatchRows; i++) prediction[i] = (a * x[first + i]) + (b * y[first + i]) + bias;
            loss.ValueAndGradient(prediction, target.AsSpan(first, BatchRows), gradient);
            var (da, db, dc) = (0.0, 0.0, 0.0);
            for (var i = 0; i < BatchRows; i++) (da, db, dc) = (da + (gradient[i] * x[first + i]), db + (gradient[i] * y[first + i]), dc + gradient[i]);
            (a, b, bias) = (a - (Rate * da), b - (Rate * db), bias - (Rate * dc));
        }

        return Enumerable.Range(0, Rows).Count(i => Prediction((a * x[i]) + (b * y[i]) + bias) == target[i]) / (double)Rows;

        // The class whose loss is the lower: every loss has its own threshold.
        double Prediction(double p) => loss.Value([p], [1.0]) < loss.Value([p], [0.0]) ? 1 : 0;
    }

    private static (double[] X, double[] Y, double[] Target) Draw()
    {
        var random = new RandomState(Seed);
        var (x, y, target) = (new double[Rows], new double[Rows], new double[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            target[i] = i % 2;
            var side = i % 2 == 0 ? -Distance : Distance;
            (x[i], y[i]) = (side + random.NextNormal(), side + random.NextNormal());
        }

        return (x, y, target);
    }
}
