using Minima.Training.Data;

namespace Minima.Lab.Adaptive;

/// <summary>A curve with outliers, learned under one loss, or under one that becomes another by schedule.</summary>
internal static class BlendedCurve
{
    private const int Rows = 600;
    private const double OutlierShare = 0.15;

    /// <summary>The root mean squared distance of the trained network from the curve.</summary>
    public static double Error(Func<long, LossTerm[]> terms, int epochs, double rate, int seed)
    {
        var random = new RandomState((ulong)seed).Fork("curve");
        var (x, y) = (new float[Rows], new float[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            x[i] = (float)((4 * random.NextDouble()) - 2);
            y[i] = (float)(Curve(x[i]) + (random.NextDouble() < OutlierShare ? 6 * random.NextDouble() : 0.1 * random.NextNormal()));
        }

        var model = Models.Mlp(1, [32, 32], 1, new RandomState((ulong)seed), "tanh");
        using var loader = DigitRows.Shuffled(new ArrayData(DataArray.Of("x", x, [1]), DataArray.Of("y", y, [1])), seed);
        var steps = (long)epochs * loader.BatchesPerEpoch;
        new Trainer(model, new Objective(terms(steps)), new Adam(model.Parameters, rate)) { Epochs = epochs, Schedule = new CosineSchedule((int)steps) }.Fit(loader);
        float[] grid = [.. Enumerable.Range(0, 201).Select(i => (i / 50f) - 2)];
        var predictions = Fitting.Outputs(() => model.Forward(Tensor.Of(grid, [grid.Length, 1])));
        return Math.Sqrt(grid.Select((at, i) => (predictions[i] - Curve(at)) * (predictions[i] - Curve(at))).Average());
    }

    private static double Curve(double x) => Math.Sin(2 * x) + (0.5 * x);
}
