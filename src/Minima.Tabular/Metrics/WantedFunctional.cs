namespace Minima.Tabular;

/// <summary>The feature of the distribution of the target, given the row, that a prediction should estimate.</summary>
public enum WantedFunctional
{
    /// <summary>The mean of a number; totals of predictions are right.</summary>
    Mean,

    /// <summary>The median of a number.</summary>
    Median,

    /// <summary>A quantile of a number.</summary>
    Quantile,

    /// <summary>The probability of each class.</summary>
    Probability,

    /// <summary>The class alone.</summary>
    Class,

    /// <summary>The grade, as close as possible in the order of grades.</summary>
    Order,

    /// <summary>The probability of being without an event, by time.</summary>
    Curve,

    /// <summary>An order of the rows of each query.</summary>
    Ranks,

    /// <summary>All numbers of a row.</summary>
    Row,

    /// <summary>The whole distribution of a number.</summary>
    Distribution,

    /// <summary>Several quantiles of a number that do not cross.</summary>
    Quantiles,

    /// <summary>An interval that holds a proportion of the targets.</summary>
    Interval,

    /// <summary>The number whose expected cost is lowest, under a cost whose best prediction is neither the mean nor a quantile.</summary>
    LeastCost,
}
