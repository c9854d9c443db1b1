namespace Minima.Tabular;

/// <summary>A fitted model: all that predictions need, and what is known of the fit.</summary>
internal sealed record FitModel
{
    /// <summary>The version of the JSON; one that this program does not know is refused.</summary>
    public const int Version = 1;

    public required string Loss { get; init; }

    /// <summary>Every parameter of the loss, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Parameters { get; init; }

    public required string Target { get; init; }

    public required TargetKind Kind { get; init; }

    /// <summary>Each class as the user wrote it and the number that the loss saw; empty for a number.</summary>
    public IReadOnlyList<(string Class, double Value)> Mapping { get; init; } = [];

    public required PredictionLink Link { get; init; }

    /// <summary>How the columns of a table become the features, in their order.</summary>
    public required IReadOnlyList<ColumnEncoding> Encoding { get; init; }

    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>In the units of the given columns: one row, or one for each class.</summary>
    public required double[][] Coefficients { get; init; }

    public required double[] Intercepts { get; init; }

    /// <summary>The coefficients of the standardised columns, where these were asked for.</summary>
    public double[][]? StandardizedCoefficients { get; init; }

    public double L2 { get; init; }

    public double L1 { get; init; }

    public string? Weight { get; init; }

    /// <summary>Further inputs: one constant each, or the column that gave them.</summary>
    public IReadOnlyList<FitInput> Inputs { get; init; } = [];

    public int Rows { get; init; }

    public double Objective { get; init; }

    /// <summary>Of the gradient, or of the subgradient that the certificate gives, in the units in which weights are penalised.</summary>
    public double GradientNorm { get; init; }

    public int Iterations { get; init; }

    public FitMethod Method { get; init; }

    public bool Unique { get; init; } = true;

    public double Gap { get; init; }

    public double GapRadius { get; init; }

    /// <summary>What was done to the data and what there is to say of the fit, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
