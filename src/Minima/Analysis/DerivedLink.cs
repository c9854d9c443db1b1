namespace Minima.Analysis;

/// <summary>
/// What a prediction stands for, derived by minimising expected losses: the map from a probability (where the target has two classes) or
/// from a known outcome (elsewhere) to the prediction with the lowest expected loss, and back.
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

    /// <summary>The function's name; <see cref="PredictionLink.Other"/> where it has none, <see cref="PredictionLink.None"/> where there is no function.</summary>
    public PredictionLink Name { get; }

    /// <summary>The function that the link is a multiple of: prediction = <see cref="Scale"/> * basis + <see cref="Offset"/>. Equal to <see cref="Name"/> where it is that function itself, Other where it is no multiple of any.</summary>
    public PredictionLink Basis { get; }

    /// <summary>The factor of <see cref="Basis"/>.</summary>
    public Quantity Scale { get; }

    /// <summary>What is added to it.</summary>
    public Quantity Offset { get; }

    /// <summary>The link speaks of the probability of the upper of two classes, not of an outcome.</summary>
    public bool OfProbability { get; }

    /// <summary>Predictions determine what they stand for.</summary>
    public bool IsInvertible => Name is not (PredictionLink.Sign or PredictionLink.None);

    /// <summary>The best prediction where the probability (or the outcome) is <paramref name="mean"/>; infinite where no finite one is best.</summary>
    public double Forward(double mean) => _forward(mean);

    /// <summary>The probability (or the outcome) that a prediction stands for; NaN where predictions stand for nothing.</summary>
    public double Inverse(double prediction) => _inverse(prediction);
}

/// <summary>Which feature of a distribution the best constant is.</summary>
public enum Functional
{
    /// <summary>None that has a name: it is found numerically.</summary>
    Other,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The median; of an even number of equally good ones the middle.</summary>
    Median,

    /// <summary>A quantile.</summary>
    Quantile,

    /// <summary>An expectile.</summary>
    Expectile,

    /// <summary>The geometric mean: exp of the mean logarithm.</summary>
    GeometricMean,

    /// <summary>exp of the mean of log(1 + x), minus 1.</summary>
    LogOnePlusMean,

    /// <summary>A median in which elements count by the inverse of their size.</summary>
    WeightedMedian,

    /// <summary>The more frequent of two classes.</summary>
    Majority,
}

/// <summary>What the best constant of a sample is, before the link is applied: the mean for squares, a quantile for pinballs.</summary>
/// <param name="Kind">Which feature.</param>
/// <param name="Level">The level of a quantile or expectile, else null.</param>
public sealed record ElicitedFunctional(Functional Kind, Quantity? Level);
