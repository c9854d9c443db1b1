using Minima.Lab.Studies;
using Minima.Reals.Primitives;

namespace Minima.Lab.Descent;

/// <summary>The frequency of a wave, fitted by descent on the squared error, which has a local minimum at nearly every wrong frequency; many independent starts at once.</summary>
internal sealed class Wave
{
    private const int Starts = 20;
    private const int Rows = 64;
    private const int FewRows = 4;
    private const double Noise = 0.1;
    private const double Close = 0.02;

    private readonly double[] _times = new double[Rows];
    private readonly double[] _heights = new double[Rows];
    private readonly double[] _starts = new double[Starts];
    private readonly double _frequency;
    private readonly RandomState _random;
    private readonly int _steps;

    public Wave(Trial trial, int steps)
    {
        _random = new RandomState((ulong)trial.Seed).Fork("wave");
        _steps = steps;
        _frequency = 4 + (2 * _random.NextDouble());
        for (var row = 0; row < Rows; row++)
        {
            _times[row] = 2 * _random.NextDouble();
            _heights[row] = Math.Sin(Math.PI * _frequency * _times[row]) + (Noise * _random.NextNormal());
        }

        for (var i = 0; i < Starts; i++) _starts[i] = _frequency * (0.3 + (1.7 * _random.NextDouble()));
    }

    /// <summary>The proportion of starts that end at the frequency of the wave.</summary>
    public double Found(Escape way, double rate)
    {
        var tries = way.Tries;
        var ends = Descend(way, rate, _starts, _steps / tries, _random.Fork("first"));
        if (tries == 1) return Right(ends);

        // Of several starts the one with the least error is kept; the first of them is that of the others.
        var best = ends.Zip(Errors(ends)).ToArray();
        for (var again = 1; again < tries; again++)
        {
            var random = _random.Fork($"start {again}");
            double[] others = [.. _starts.Select(_ => _frequency * (0.3 + (1.7 * random.NextDouble())))];
            var found = Descend(way, rate, others, _steps / tries, random);
            best = [.. best.Zip(found.Zip(Errors(found)), (kept, next) => next.Second < kept.Second ? next : kept)];
        }

        return Right([.. best.Select(one => one.First)]);
    }

    private double Right(double[] ends) => ends.Average(end => Math.Abs(end - _frequency) < Close * _frequency ? 1.0 : 0);

    private double[] Errors(double[] frequencies) =>
        [.. frequencies.Select(frequency => _times.Zip(_heights, (time, height) => Math.Pow(Math.Sin(Math.PI * frequency * time) - height, 2)).Average())];

    private double[] Descend(Escape way, double rate, double[] starts, int steps, RandomState random)
    {
        var frequencies = new Parameter("frequencies", Tensor.Of(starts, [starts.Length, 1]));
        var optimizer = way.Optimizer([frequencies], rate);
        int[] rows = [.. Enumerable.Range(0, Rows)];
        int[] byTime = [.. rows.OrderBy(row => _times[row])];
        var schedule = new PolynomialSchedule(steps);
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            var left = schedule.At(step);
            if (way.IsFewRows) random.Shuffle(rows.AsSpan());
            int[] seen = way.IsFewRows ? rows[..FewRows] : way.IsEasyFirst ? byTime[..Math.Min(Rows, FewRows + (int)((1 - left) * 2 * Rows))] : rows;
            var times = Tensor.Of([.. seen.Select(row => _times[row])], [1, seen.Length]);
            var heights = Tensor.Of([.. seen.Select(row => _heights[row])], [seen.Length]).Expand(0, starts.Length);
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = left;
            ((frequencies.Value.MatMul(times).Apply<SinPi>() - heights).Square().Sum() / seen.Length).Backward();
            optimizer.Step();
            if (way.HasNoise) Shake(frequencies, random, left);
        }

        return frequencies.Value.ToArray();
    }

    /// <summary>Random steps, which become smaller.</summary>
    private static void Shake(Parameter frequencies, RandomState random, double left)
    {
        foreach (ref var frequency in frequencies.Value.Write<double>()) frequency += Escape.Shaking * left * random.NextNormal();
    }
}
