namespace Minima.Analysis;

/// <summary>The checks of <see cref="LossCheck"/>, in the order of its report.</summary>
public enum LossCheckKind
{
    /// <summary>The formula is a number wherever its inputs are in their domains.</summary>
    Value,

    /// <summary>The derivative that Minima takes agrees with differences of the value: a user's own primitive may have a wrong derivative.</summary>
    Slope,

    /// <summary>The gradient written by hand.</summary>
    Gradient,

    /// <summary>The Hessian written by hand.</summary>
    Hessian,

    /// <summary>The places at which the exact Hessian is zero or negative.</summary>
    Curvature,

    /// <summary>The places at which the loss has a kink or a jump.</summary>
    Kinks,

    /// <summary>The existence of a lowest value.</summary>
    BoundedBelow,

    /// <summary>The place of the lowest value: at the target, or at its link.</summary>
    Minimum,

    /// <summary>Overflow in float although the value fits.</summary>
    Overflow,

    /// <summary>Loss of all digits in float.</summary>
    Digits,
}

/// <summary>The severity of a <see cref="LossFinding"/>.</summary>
public enum LossCheckStatus
{
    /// <summary>Checked, nothing found.</summary>
    Ok,

    /// <summary>Worth knowing, but no fault.</summary>
    Note,

    /// <summary>Trains, but not with every method, or not well.</summary>
    Warning,

    /// <summary>A mistake.</summary>
    Wrong,

    /// <summary>Not checked, for the reason in <see cref="LossFinding.English"/>. This does not count as passed.</summary>
    Skipped,
}

/// <summary>A point or an interval of a finding.</summary>
/// <param name="Input">The quantity that runs from <paramref name="From"/> to <paramref name="To"/>: <c>p</c> the prediction, <c>r</c> the residual, <c>m</c> the margin.</param>
/// <param name="From">The lower end; equal to <paramref name="To"/> for a point.</param>
/// <param name="To">The upper end.</param>
/// <param name="Target">The target there, or null if it holds for any.</param>
public sealed record LossCheckPlace(string Input, double From, double To, double? Target = null)
{
    /// <summary><c>r in [-1, 1]</c>, <c>p = 3, t = 1</c>.</summary>
    public override string ToString()
    {
        var place = From.Equals(To) ? $"{Input} = {Quantity.Digits(From)}" : $"{Input} in [{Quantity.Digits(From)}, {Quantity.Digits(To)}]";
        return Target is { } t ? $"{place}, t = {Quantity.Digits(t)}" : place;
    }
}

/// <summary>The result of one check.</summary>
public sealed record LossFinding
{
    /// <summary>The check.</summary>
    public required LossCheckKind Kind { get; init; }

    /// <summary>The severity.</summary>
    public required LossCheckStatus Status { get; init; }

    /// <summary>One sentence in English.</summary>
    public required string English { get; init; }

    /// <summary>The same in Chinese.</summary>
    public required string Chinese { get; init; }

    /// <summary>The points and intervals of the finding; empty if it holds everywhere or nowhere.</summary>
    public IReadOnlyList<LossCheckPlace> Places { get; init; } = [];

    /// <summary>The right expression, or null if there is none to show.</summary>
    public string? Right { get; init; }

    /// <summary>The proportion of the checked points for which the finding holds, or null.</summary>
    public double? Share { get; init; }

    /// <summary>The English sentence with its status: <c>wrong gradient: the sign is wrong</c>.</summary>
    public override string ToString() => $"{Status.ToString().ToLowerInvariant()} {Kind.ToString().ToLowerInvariant()}: {English}{(Right is null ? "" : $" Right: {Right}")}";
}
