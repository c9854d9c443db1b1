namespace Minima.Analysis;

/// <summary>What <see cref="LossCheck"/> looks at, in the order in which it reports.</summary>
public enum LossCheckKind
{
    /// <summary>The formula is a number wherever its inputs are in their domains.</summary>
    Value,

    /// <summary>The derivative that Minima takes agrees with differences of the value: a primitive of one's own may have a wrong slope.</summary>
    Slope,

    /// <summary>The gradient written by hand.</summary>
    Gradient,

    /// <summary>The Hessian written by hand.</summary>
    Hessian,

    /// <summary>Where the exact Hessian is zero or negative.</summary>
    Curvature,

    /// <summary>Where the loss bends or jumps.</summary>
    Kinks,

    /// <summary>Whether the loss has a lowest value at all.</summary>
    BoundedBelow,

    /// <summary>Whether it is lowest where the prediction is the target, or its link.</summary>
    Minimum,

    /// <summary>Whether float overflows where the value would fit it.</summary>
    Overflow,

    /// <summary>Whether float loses all digits.</summary>
    Digits,
}

/// <summary>How a <see cref="LossFinding"/> is meant.</summary>
public enum LossCheckStatus
{
    /// <summary>Looked at, nothing found.</summary>
    Ok,

    /// <summary>Worth knowing, no fault.</summary>
    Note,

    /// <summary>Trains, but not with everything, or not well.</summary>
    Warning,

    /// <summary>A mistake.</summary>
    Wrong,

    /// <summary>Not looked at; <see cref="LossFinding.English"/> says why. It is not passed.</summary>
    Skipped,
}

/// <summary>A point, or an interval, that a finding speaks of.</summary>
/// <param name="Input">What runs from <paramref name="From"/> to <paramref name="To"/>: <c>p</c> the prediction, <c>r</c> the residual, <c>m</c> the margin.</param>
/// <param name="From">Its lower end; a point where it equals <paramref name="To"/>.</param>
/// <param name="To">Its upper end.</param>
/// <param name="Target">The target there, or null where any will do.</param>
public sealed record LossCheckPlace(string Input, double From, double To, double? Target = null)
{
    /// <summary><c>r in [-1, 1]</c>, <c>p = 3, t = 1</c>.</summary>
    public override string ToString()
    {
        var place = From.Equals(To) ? $"{Input} = {Quantity.Digits(From)}" : $"{Input} in [{Quantity.Digits(From)}, {Quantity.Digits(To)}]";
        return Target is { } t ? $"{place}, t = {Quantity.Digits(t)}" : place;
    }
}

/// <summary>One thing that was looked at, and what was found.</summary>
public sealed record LossFinding
{
    /// <summary>What was looked at.</summary>
    public required LossCheckKind Kind { get; init; }

    /// <summary>How it is meant.</summary>
    public required LossCheckStatus Status { get; init; }

    /// <summary>One sentence in English.</summary>
    public required string English { get; init; }

    /// <summary>The same in Chinese.</summary>
    public required string Chinese { get; init; }

    /// <summary>Where: points and intervals; empty where it is everywhere or nowhere.</summary>
    public IReadOnlyList<LossCheckPlace> Places { get; init; } = [];

    /// <summary>The right expression, or null where there is none to give.</summary>
    public string? Right { get; init; }

    /// <summary>The share of the points that were looked at for which it holds, or null.</summary>
    public double? Share { get; init; }

    /// <summary>The English sentence with its status: <c>wrong gradient: the sign is wrong</c>.</summary>
    public override string ToString() => $"{Status.ToString().ToLowerInvariant()} {Kind.ToString().ToLowerInvariant()}: {English}{(Right is null ? "" : $" Right: {Right}")}";
}
