namespace Minima.Analysis;

/// <summary>
/// The quantity that a prediction represents, derived by minimising expected losses. It maps a probability (if the target has two classes) or
/// a known outcome (otherwise) to the prediction with the lowest expected loss, and back.
/// </summary>
public sealed class DerivedLink
{
    private readonly Func<double, double> _forward;
    private readonly Func<double, double> _inverse;

    internal DerivedLink(PredictionLink name, PredictionLink basis, Quantity scale, Quantity offset, bool ofProbability, Func<double, double> forward, Func<double, double> inverse)
    {
        Name = name;
        Basis = basis;
        Scale = scale;
        Offset = offset;
        OfProbability = ofProbability;
        _forward = forward;
        _inverse = inverse;
    }

    /// <summary>The function's name; <see cref="PredictionLink.Other"/> if it has none, <see cref="PredictionLink.None"/> if there is no function.</summary>
    public PredictionLink Name { get; }

    /// <summary>The function that the link is a multiple of: prediction = <see cref="Scale"/> * basis + <see cref="Offset"/>. <see cref="Name"/> if the link is that function itself, Other if it is a multiple of none.</summary>
    public PredictionLink Basis { get; }

    /// <summary>The factor of <see cref="Basis"/>.</summary>
    public Quantity Scale { get; }

    /// <summary>The number added to the scaled basis.</summary>
    public Quantity Offset { get; }

    /// <summary>True if the link maps the probability of the upper of two classes, false if it maps an outcome.</summary>
    public bool OfProbability { get; }

    /// <summary>True if a prediction determines the quantity that it represents.</summary>
    public bool IsInvertible => Name is not (PredictionLink.Sign or PredictionLink.None);

    /// <summary>The best prediction if the probability (or the outcome) is <paramref name="mean"/>; infinite if no finite one is best.</summary>
    public double Forward(double mean) => _forward(mean);

    /// <summary>The probability (or the outcome) that a prediction represents; NaN if there is none.</summary>
    public double Inverse(double prediction) => _inverse(prediction);
}

/// <summary>The feature of a distribution that the best constant equals.</summary>
public enum Functional
{
    /// <summary>None that has a name: Minima finds it numerically.</summary>
    Other,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The median; the middle of several equally good ones.</summary>
    Median,

    /// <summary>A quantile.</summary>
    Quantile,

    /// <summary>An expectile.</summary>
    Expectile,

    /// <summary>The geometric mean: exp of the mean logarithm.</summary>
    GeometricMean,

    /// <summary>exp of the mean of log(1 + x), minus 1.</summary>
    LogOnePlusMean,

    /// <summary>A median with elements weighted by the inverse of their size.</summary>
    WeightedMedian,

    /// <summary>The more frequent of two classes.</summary>
    Majority,
}

/// <summary>The best constant of a sample, before the link is applied: the mean for squares, a quantile for pinballs.</summary>
/// <param name="Kind">The feature.</param>
/// <param name="Level">The level of a quantile or expectile, otherwise null.</param>
public sealed record ElicitedFunctional(Functional Kind, Quantity? Level);
