namespace Minima.Tabular;

/// <summary>Moments of the columns of a design over some rows: a fit uses them to standardise the columns, and to find linearly dependent ones.</summary>
/// <param name="Raw">Their untransformed moments.</param>
/// <param name="Means">Their means.</param>
/// <param name="Deviations">Their standard deviations; 1 for a column that does not vary.</param>
/// <param name="Space">The dependences between them.</param>
internal sealed record SourceMoments(DesignMoments Raw, double[] Means, double[] Deviations, NullSpace Space)
{
    /// <summary>Queries the moments of the untransformed columns, then those of the centred columns.</summary>
    public static SourceMoments Of(IFitSource source, SourceDesign given, CancellationToken cancellation)
    {
        var raw = source.Moments(given, withProducts: false, cancellation);
        var centred = source.Moments(given with { Centres = raw.Means }, withProducts: true, cancellation);
        var features = given.Features;
        var (means, deviations) = (new double[features], new double[features]);
        var (rest, spread) = (new double[features], new double[features]);
        var correlations = new double[features * features];
        for (var j = 0; j < features; j++)
        {
            means[j] = raw.Means[j] + centred.Means[j];
            rest[j] = Math.ScaleB(centred.Means[j], -centred.Powers[j]);
            spread[j] = Math.Sqrt(Math.Max(0, centred.Products[(j * features) + j] - (rest[j] * rest[j])));
            deviations[j] = Math.ScaleB(spread[j], centred.Powers[j]);
            if (!(deviations[j] > 10 * 2.220446049250313e-16 * Math.Abs(means[j]))) deviations[j] = 0;
        }

        for (var i = 0; i < features; i++)
        {
            for (var j = 0; j < features; j++)
            {
                if (deviations[i] == 0 || deviations[j] == 0) continue;
                correlations[(i * features) + j] = (centred.Products[(i * features) + j] - (rest[i] * rest[j])) / (spread[i] * spread[j]);
            }
        }

        var space = NullSpace.Of(correlations, features);
        for (var j = 0; j < features; j++) deviations[j] = deviations[j] == 0 ? 1 : deviations[j];
        return new(raw, means, deviations, space);
    }
}
