using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Data;

namespace Minima.Examples.LossTable;

/// <summary>
/// y = 10 sin(pi x1 x2) + 20 (x3 - 1/2)^2 + 10 x4 + 5 x5 + noise of deviation 1, with five columns more that say nothing (Friedman 1991), of which a share
/// of training rows is 30 to 60 too high.
/// </summary>
internal sealed class SpoiltCurve(int rows, double wrongShare) : Problem
{
    private const int Columns = 10;
    private const int Hidden = 64;

    // About the mean and deviation of a clean y, so that losses with a scale see errors of order 1.
    private const double Centre = 14.4;
    private const double Spread = 5;

    public override Words Name => new(FormattableString.Invariant($"Friedman's curve, {100 * wrongShare:0} % outliers"), FormattableString.Invariant($"Friedman 曲线，{100 * wrongShare:0} % 异常值"));

    public override Words Figure => new("RMSE to the true curve", "对真实曲线的 RMSE");

    public override bool LargerIsBetter => false;

    public override IReadOnlyList<string> Losses { get; } = ["mse", "mae", "huber", "log_cosh"];

    public override string Text(double figure) => figure.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    protected override double Train(string loss, OptimizerChoice optimizer, double rate, int seed, int epochs, bool isTuning)
    {
        var random = new RandomState((ulong)seed);
        var all = Draw(random.Fork("training rows"), rows, wrongShare, hasNoise: true);
        var kept = rows * 2 / 3;
        var training = isTuning ? (all.X[..(kept * Columns)], all.Y[..kept]) : all;
        var test = isTuning ? (all.X[(kept * Columns)..], all.Y[kept..]) : Draw(random.Fork("test rows"), 1000, 0, hasNoise: false);
        using var trainingRows = new DataLoader(Data(training), new() { Seed = (ulong)seed, Prefetch = 0 });
        using var testRows = DigitRows.OneBatch(Data(test));
        var weights = random.Fork("weights");
        var model = new Sequential(new Linear(Columns, Hidden, weights), new Activation<Relu>(), new Linear(Hidden, Hidden, weights), new Activation<Relu>(), new Linear(Hidden, 1, weights));
        var trainer = new Trainer(model, new Objective(Loss.Create(loss)), optimizer.Make(model.Parameters, rate)) { Epochs = epochs };
        if (!Tuning.Fit(trainer, trainingRows)) return double.PositiveInfinity;

        // The rows that decide on the learning rate have outliers too: the absolute error says more there.
        return Spread * Scoring.Of(isTuning ? new MeanAbsoluteErrorMetric() : new RootMeanSquaredErrorMetric(), model, testRows);
    }

    private static ArrayData Data((float[] X, float[] Y) rows) => new(DataArray.Of("x", rows.X, [Columns]), DataArray.Of("y", rows.Y, [1]));

    private static (float[] X, float[] Y) Draw(RandomState random, int rows, double wrongShare, bool hasNoise)
    {
        float[] x = new float[rows * Columns], y = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var one = x.AsSpan(row * Columns, Columns);
            foreach (ref var value in one) value = random.NextSingle();
            var height = (10 * Math.Sin(Math.PI * one[0] * one[1])) + (20 * (one[2] - 0.5) * (one[2] - 0.5)) + (10 * one[3]) + (5 * one[4]);
            if (hasNoise) height += random.NextNormal();
            if (random.NextDouble() < wrongShare) height += 30 + (30 * random.NextDouble());
            y[row] = (float)((height - Centre) / Spread);
        }

        return (x, y);
    }
}
