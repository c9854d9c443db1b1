using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Survival;

/// <summary>One network, the same rows and steps for every loss: a fifth of the training rows says when to stop, and rows that nobody censored judge.</summary>
/// <param name="TrainingRows">With those that say when to stop.</param>
/// <param name="TestRows">Followed until their event.</param>
/// <param name="Epochs">At most.</param>
internal sealed record SurvivalTask(int TrainingRows, int TestRows, int Epochs)
{
    private const int Hidden = 64;
    private const int BatchRows = 200;
    private const int Intervals = 12;
    private const double LearningRate = 0.003;
    private const double WeightDecay = 0.01;

    /// <summary>The concordance on the test rows for each way, and at last that of the true risk, which nothing can beat but by luck.</summary>
    public double[] Run(int seed, IReadOnlyList<SurvivalWay> ways)
    {
        var random = new RandomState((ulong)seed);
        var all = Cohort.Draw(random.Fork("training rows"), TrainingRows, isCensored: true);
        var kept = TrainingRows * 4 / 5;
        var training = all.Take([.. Enumerable.Range(0, kept)]);
        var stopping = all.Take([.. Enumerable.Range(kept, TrainingRows - kept)]);
        var test = Cohort.Draw(random.Fork("test rows"), TestRows, isCensored: false);
        return [.. ways.Select(way => Train(way, seed, training, stopping, test)), Concordance.Of(test.Risk, test.Time, test.Event)];
    }

    /// <summary>The share of training rows that are censored.</summary>
    public double CensoredShare(int seed) => 1 - Cohort.Draw(new RandomState((ulong)seed).Fork("training rows"), TrainingRows, isCensored: true).Event.Average();

    private double Train(SurvivalWay way, int seed, Cohort training, Cohort stopping, Cohort test)
    {
        var random = new RandomState((ulong)seed);
        var grid = new TimeGrid(training, Intervals);
        var weights = random.Fork("weights");
        var model = new Sequential(
            new Linear(Cohort.Columns, Hidden, weights), new Activation<Relu>(), new Linear(Hidden, Hidden, weights), new Activation<Relu>(), new Linear(Hidden, way.Outputs(grid), weights));
        var optimizer = new AdamW(model.Parameters, LearningRate, weightDecay: WeightDecay);
        var order = Enumerable.Range(0, training.Rows).ToArray();
        var shuffling = random.Fork("order");
        var (best, judged) = (double.NegativeInfinity, double.NaN);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            shuffling.Shuffle(order.AsSpan());
            for (var first = 0; first < order.Length; first += BatchRows)
            {
                using var step = StepScope.Begin();
                var rows = new SurvivalBatch(training.Take(new ArraySegment<int>(order, first, Math.Min(BatchRows, order.Length - first))), grid);
                way.Loss(model.Forward(rows.Features), rows).Backward();
                optimizer.Step();
                optimizer.ClearGradients();
            }

            var concordance = Judge(way, model, stopping, grid);
            if (concordance <= best) continue;
            (best, judged) = (concordance, Judge(way, model, test, grid));
        }

        return judged;
    }

    private static double Judge(SurvivalWay way, Sequential model, Cohort rows, TimeGrid grid)
    {
        using var step = StepScope.Begin();
        using (Autograd.NoGradient())
        {
            var outputs = model.Forward(Tensor.Of(rows.X, [rows.Rows, Cohort.Columns])).ToArray();
            var width = outputs.Length / rows.Rows;
            var risk = Enumerable.Range(0, rows.Rows).Select(row => way.Risk(outputs[(row * width)..((row + 1) * width)], grid)).ToArray();
            return Concordance.Of(risk, rows.Time, rows.Event);
        }
    }
}
