namespace Minima.Tabular;

/// <summary>Corrupts random training targets of one fold, the same rows for every loss.</summary>
internal static class Corrupter
{
    /// <summary>The smallest shift of an outlier, in robust standard deviations of the residuals.</summary>
    private const double Nearest = 10;

    private const double Furthest = 20;

    /// <summary>The targets with a fraction of the training rows corrupted; test rows are unchanged.</summary>
    /// <param name="data">The table.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="kind">The kind of corruption.</param>
    /// <param name="share">The fraction of the training rows.</param>
    /// <param name="scale">The robust scale of the residuals.</param>
    /// <param name="seed">The same seed corrupts the same rows.</param>
    public static (TargetColumn[] Targets, TargetColumn? AsClasses) Of(
        ComparisonData data, int[] train, CorruptionKind kind, double share, double scale, ulong seed)
    {
        var random = new RandomState(seed ^ 0x9E3779B97F4A7C15);
        var positions = RowSampling.Of(train.Length, (int)Math.Round(share * train.Length), seed);
        var rows = Array.ConvertAll(positions, position => train[position]);
        if (data.AsClasses is { } grades)
        {
            var classes = Flip(grades, rows, random);
            var numbers = ConstantPredictors.Grades(data);
            var values = (double[])data.Targets[0].Values.Clone();
            foreach (var row in rows) values[row] = numbers[(int)classes.Values[row]];
            return ([With(data.Targets[0], values)], classes);
        }

        if (kind == CorruptionKind.Labels) return ([.. data.Targets.Select(target => Flip(target, rows, random))], null);
        var moved = (double[])data.Targets[0].Values.Clone();
        foreach (var row in rows)
        {
            var distance = scale * (Nearest + ((Furthest - Nearest) * random.NextDouble()));
            moved[row] = data.Task.Task switch
            {
                // Counts and amounts are only increased, so that they stay in their domain.
                PredictionTask.Count => Math.Round(moved[row] + Math.Max(1, distance)),
                PredictionTask.Positive => moved[row] + distance,
                _ => moved[row] + (random.NextInt(2) == 0 ? -distance : distance),
            };
        }

        return ([With(data.Targets[0], moved)], null);
    }

    private static TargetColumn Flip(TargetColumn target, int[] rows, RandomState random)
    {
        var values = (double[])target.Values.Clone();
        foreach (var row in rows) values[row] = (values[row] + 1 + random.NextInt(target.Classes.Count - 1)) % target.Classes.Count;
        return With(target, values);
    }

    private static TargetColumn With(TargetColumn target, double[] values) => target with { Values = values };
}
