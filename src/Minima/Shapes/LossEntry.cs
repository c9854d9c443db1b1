namespace Minima;

/// <summary>One row of the catalogue: what is known of a loss without running it. Made by the source generator.</summary>
public sealed class LossEntry
{
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string ChineseName { get; init; }

    public required LossText English { get; init; }

    public required LossText Chinese { get; init; }

    public required LossFamily Family { get; init; }

    /// <summary>The interface that the formula implements, without its I: <c>PointLoss</c>, <c>PointLoss3</c>, ...</summary>
    public required string Shape { get; init; }

    /// <summary>The C# type of the loss.</summary>
    public required Type Type { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public string Formula { get; init; } = "";

    /// <summary>The formula for Chinese readers: <see cref="Formula"/> where it needs no translation.</summary>
    public string ChineseFormula { get => field.Length == 0 ? Formula : field; init; } = "";

    public string Kinks { get; init; } = "";

    /// <summary>The kinks for Chinese readers: <see cref="Kinks"/> where they are not translated.</summary>
    public string ChineseKinks { get => field.Length == 0 ? Kinks : field; init; } = "";

    public string Source { get; init; } = "";

    public LossTask Task { get; init; }

    public LossTask DefaultFor { get; init; }

    public PredictionLink Link { get; init; }

    /// <summary>The gradient is not everywhere the derivative of the value, so there is no Hessian.</summary>
    public bool StopsGradient { get; init; }

    /// <summary>The formula has a built-in unit of 1 for the residual: a comparison feeds it residuals in units of a robust scale.</summary>
    public bool HasUnitResidual { get; init; }

    public double LowerBound { get; init; }

    public int FloatUlps { get; init; } = 8;

    public IReadOnlyList<ParameterInfo> Parameters { get; init; } = [];

    public IReadOnlyList<InputInfo> Inputs { get; init; } = [];

    /// <summary>Makes the loss from this entry and parameter values, in the order of <see cref="Parameters"/> and already converted and checked by them.</summary>
    public required Func<LossEntry, object?[], Loss> Create { get; init; }

    /// <summary>Reads the parameter values off a loss of this type, in the order of <see cref="Parameters"/>; null for those that bind an input.</summary>
    public required Func<ILoss, object?[]> ParametersOf { get; init; }

    public override string ToString() => Key;
}

/// <summary>What a reader is told: one sentence, when to use a loss, when not.</summary>
public sealed record LossText(string Summary, string Use, string Avoid);

/// <summary>An input of a loss: a parameter of its formula.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="Domain">What values it takes.</param>
/// <param name="Differentiated">It has a gradient.</param>
/// <param name="BoundTo">The constant that it is where it is left out, or null where it must be given.</param>
public sealed record InputInfo(string Name, Domain Domain, bool Differentiated, double? BoundTo = null);
